package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.dependent.AutoscalingEnabled;
import io.audiostream.operator.dependent.DisruptionBudgetEnabled;
import io.audiostream.operator.dependent.EndpointService;
import io.audiostream.operator.dependent.EnvoyConfigMap;
import io.audiostream.operator.dependent.GatewayGrpcRoute;
import io.audiostream.operator.dependent.GatewayHttpRoute;
import io.audiostream.operator.dependent.GrpcIngress;
import io.audiostream.operator.dependent.HeadlessService;
import io.audiostream.operator.dependent.HttpIngress;
import io.audiostream.operator.dependent.RouteKindActive;
import io.audiostream.operator.dependent.RouteRequested;
import io.audiostream.operator.dependent.TranscriberAutoscaler;
import io.audiostream.operator.dependent.TranscriberDeployment;
import io.audiostream.operator.dependent.TranscriberDisruptionBudget;
import io.audiostream.operator.dependent.TranscriberServiceAccount;
import io.audiostream.operator.dependent.TranscriptionServiceDependent;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.InvalidSpecException;
import io.audiostream.operator.pods.PodInformer;
import io.audiostream.operator.pods.PodLoadEventSource;
import io.audiostream.operator.pods.PodPolling;
import io.audiostream.operator.status.DesiredEnvoy;
import io.audiostream.operator.status.DesiredPods;
import io.audiostream.operator.status.Observation;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.audiostream.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies the objects of a {@link TranscriptionService} and corrects drift. */
@ControllerConfiguration(name = "transcriptionservice", fieldManager = TranscriptionServiceReconciler.FIELD_MANAGER)
@Workflow(
        explicitInvocation = true,
        dependents = {
            @Dependent(name = "service-account", type = TranscriberServiceAccount.class),
            @Dependent(name = "envoy-config", type = EnvoyConfigMap.class),
            @Dependent(name = "endpoint", type = EndpointService.class),
            @Dependent(name = "headless", type = HeadlessService.class),
            @Dependent(
                    name = "disruption-budget",
                    type = TranscriberDisruptionBudget.class,
                    reconcilePrecondition = DisruptionBudgetEnabled.class),
            @Dependent(
                    name = "pods",
                    type = TranscriberDeployment.class,
                    // The kubelet cannot start a pod before these exist, and tries again only after a pause.
                    dependsOn = {"service-account", "envoy-config"}),
            @Dependent(
                    name = "autoscaler",
                    type = TranscriberAutoscaler.class,
                    // The autoscaler can own spec.replicas only after the operator has released it.
                    dependsOn = "pods",
                    reconcilePrecondition = AutoscalingEnabled.class),
            @Dependent(
                    name = RouteDependents.GRPC_INGRESS,
                    type = GrpcIngress.class,
                    activationCondition = RouteKindActive.class,
                    reconcilePrecondition = RouteRequested.class),
            @Dependent(
                    name = RouteDependents.HTTP_INGRESS,
                    type = HttpIngress.class,
                    activationCondition = RouteKindActive.class,
                    reconcilePrecondition = RouteRequested.class),
            @Dependent(
                    name = RouteDependents.GRPC_ROUTE,
                    type = GatewayGrpcRoute.class,
                    activationCondition = RouteKindActive.class,
                    reconcilePrecondition = RouteRequested.class),
            @Dependent(
                    name = RouteDependents.HTTP_ROUTE,
                    type = GatewayHttpRoute.class,
                    activationCondition = RouteKindActive.class,
                    reconcilePrecondition = RouteRequested.class)
        })
public final class TranscriptionServiceReconciler implements Reconciler<TranscriptionService> {
    /** Field manager under which the operator applies objects. */
    public static final String FIELD_MANAGER = "audiostream-operator";

    /** Time until the operator checks again whether another one still looks after a resource. */
    static final Duration OTHER_OPERATOR_INTERVAL = Duration.ofMinutes(1);

    /** Time until the operator computes a status again that time alone can change. */
    private static final Duration TIMED_STATUS_INTERVAL = Duration.ofMinutes(1);

    /** Time until a resource asks again for its turn to upgrade; mostly it is told before. */
    private static final Duration UPGRADE_CHECK_INTERVAL = Duration.ofMinutes(5);

    private final Defaults defaults;
    private final StatusFactory statuses;
    private final StatusEventRecorder events;
    private final PeerSecretCreator peerSecrets;
    private final PodPolling polling;
    private final ResourceClaims<TranscriptionService> claims;
    private final OtherOperators otherOperators;
    private final ScalingProblems scalingProblems;
    private final RouteApis routeApis;
    private final KeptReplicas keptReplicas;
    private final Upgrades upgrades;
    private final SharedModels models;
    private final AppliedStates applied = new AppliedStates();
    private @Nullable PodLoadEventSource loads;

    /**
     * @param defaults values of fields that a resource does not set
     * @param clock source of the times in conditions and Events
     * @param polling how the operator polls the load of pods
     * @param upgradesAtOnce resources whose pods an upgrade of the operator replaces at once, at least 1
     * @param lease NAMESPACE/NAME of the Lease, which identifies this operator; empty: it has none
     * @param models the models that services name
     */
    TranscriptionServiceReconciler(
            Defaults defaults,
            Clock clock,
            PodPolling polling,
            Optional<String> lease,
            int upgradesAtOnce,
            SharedModels models) {
        this.defaults = defaults;
        this.statuses = new StatusFactory(clock);
        var recorder = new EventRecorder(clock);
        this.events = new StatusEventRecorder(recorder);
        this.peerSecrets = new PeerSecretCreator(clock);
        this.polling = polling;
        this.upgrades = new Upgrades(upgradesAtOnce);
        this.models = models;
        this.claims = new ResourceClaims<>(
                lease,
                clock,
                resource -> resource.getStatus() == null
                        ? null
                        : resource.getStatus().operator());
        this.otherOperators = new OtherOperators(recorder);
        this.scalingProblems = new ScalingProblems(clock);
        this.routeApis = new RouteApis(clock);
        this.keptReplicas = new KeptReplicas(recorder);
    }

    @Override
    public List<EventSource<?, TranscriptionService>> prepareEventSources(
            EventSourceContext<TranscriptionService> context) {
        var pods = PodInformer.of(context);
        loads = new PodLoadEventSource(context, pods, polling, FIELD_MANAGER);
        models.users().use(context.getPrimaryCache());
        return List.of(pods, loads, upgrades.turns(), models.changes());
    }

    @Override
    public UpdateControl<TranscriptionService> reconcile(
            TranscriptionService resource, Context<TranscriptionService> context) {
        var other = claims.otherOperator(context.getClient(), resource);
        if (other.isPresent()) {
            podLoads().stopPolling(resource);
            otherOperators.report(context.getClient(), resource, other.get());
            // No event tells that the other operator was uninstalled.
            return UpdateControl.<TranscriptionService>noUpdate().rescheduleAfter(OTHER_OPERATOR_INTERVAL);
        }
        var claimed = claims.claim(resource, context);
        if (podLoads().awaitsFirstLoad(claimed, List.copyOf(context.getSecondaryResources(Pod.class)))) {
            return UpdateControl.<TranscriptionService>noUpdate()
                    .rescheduleAfter(PodLoadEventSource.FIRST_LOAD_TIMEOUT);
        }
        if (Pause.of(claimed).isEmpty() && keptReplicas.keep(claimed, context)) {
            // The change triggers the next reconcile, which applies the number of pods.
            return UpdateControl.noUpdate();
        }
        var outcome = outcome(claimed, context);
        var status = outcome.status();
        write(outcome.resource(), context, status);
        upgrades.endUnless(claimed, status);
        if (StatusFactory.awaitsUpgrade(status)) {
            // No event tells that a resource was deleted whose turn it was.
            return UpdateControl.<TranscriptionService>noUpdate().rescheduleAfter(UPGRADE_CHECK_INTERVAL);
        }
        return StatusFactory.dependsOnTime(status) || ScalingProblems.mayBegin(context) || RouteApis.mayChange(claimed)
                ? UpdateControl.<TranscriptionService>noUpdate().rescheduleAfter(TIMED_STATUS_INTERVAL)
                : UpdateControl.noUpdate();
    }

    /** @param resource with the status that the API server has */
    private record Outcome(TranscriptionService resource, TranscriptionServiceStatus status) {}

    private Outcome outcome(TranscriptionService resource, Context<TranscriptionService> context) {
        DesiredService desired;
        try {
            desired = DesiredService.of(resource, defaults);
        } catch (InvalidSpecException e) {
            // A retry would fail the same way; a change of the spec triggers the next reconcile.
            var problem = new Problem(Reason.INVALID_SPEC, String.valueOf(e.getMessage()));
            return new Outcome(
                    resource, statuses.degraded(resource, problem, Optional.empty(), observation(resource, context)));
        }
        var pause = Pause.of(resource);
        if (pause.isPresent()) {
            upgrades.end(resource);
            return new Outcome(resource, statuses.held(resource, desired, pause.get(), observation(resource, context)));
        }
        var missing = models.problem(context.getClient(), resource, desired);
        if (missing.isPresent()) {
            return new Outcome(
                    resource, statuses.held(resource, desired, missing.get(), observation(resource, context)));
        }
        context.managedWorkflowAndDependentResourceContext().put(TranscriptionServiceDependent.DESIRED, desired);
        peerSecrets.createIfMissing(
                context.getClient(),
                resource,
                desired,
                context.getSecondaryResource(Deployment.class).orElse(null),
                List.copyOf(context.getSecondaryResources(Pod.class)));
        var id = ResourceID.fromResource(resource);
        var routes = routeApis.active(context, desired);
        routes.putInto(context);
        var before = AppliedStates.current(resource, desired, routes, context);
        var known = before.flatMap(state -> applied.envoy(id, state));
        if (known.isPresent()) {
            return new Outcome(resource, observed(resource, context, desired, known.get()));
        }
        // Before the workflow, whose objects need the same configuration of Envoy at once.
        var envoy = envoy(desired);
        if (!upgrades.mayApply(resource, envoy, context)) {
            return new Outcome(
                    resource, statuses.held(resource, desired, upgrades.pending(), observation(resource, context)));
        }
        var begun = begun(resource, context, desired, envoy);
        context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
        RouteApis.followNamespaces(context, routes);
        // What the operator writes gets a new version, which the context shows.
        before.filter(state -> AppliedStates.current(resource, desired, routes, context)
                        .equals(Optional.of(state)))
                .ifPresent(state -> applied.record(id, state, envoy));
        return new Outcome(begun, observed(begun, context, desired, envoy));
    }

    /** Writes that the resource upgrades, if it does, before anything shows it: the next leader has to know. */
    private TranscriptionService begun(
            TranscriptionService resource,
            Context<TranscriptionService> context,
            DesiredService desired,
            DesiredEnvoy envoy) {
        return Upgrades.isUpgrade(resource, envoy, context)
                ? write(
                        resource,
                        context,
                        statuses.held(resource, desired, Upgrades.beginning(), observation(resource, context)))
                : resource;
    }

    @Override
    public ErrorStatusUpdateControl<TranscriptionService> updateErrorStatus(
            TranscriptionService resource, Context<TranscriptionService> context, Exception problem) {
        if (FailureClassifier.isShutdown(problem)
                || FailureClassifier.isConflict(problem)
                || claims.namesOther(resource)) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        if (FailureClassifier.isNamespaceTerminating(problem)) {
            return ErrorStatusUpdateControl.<TranscriptionService>noStatusUpdate()
                    .withNoRetry();
        }
        var observed = statuses.degraded(
                resource, FailureClassifier.of(problem), desiredPods(resource), observation(resource, context));
        write(resource, context, observed);
        upgrades.end(resource);
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /** Returns what the pods should run; empty if the spec is invalid. */
    private Optional<DesiredPods> desiredPods(TranscriptionService resource) {
        try {
            var desired = DesiredService.of(resource, defaults);
            return Optional.of(new DesiredPods(desired, envoy(desired)));
        } catch (InvalidSpecException _) {
            return Optional.empty();
        }
    }

    private Observation observation(TranscriptionService resource, Context<TranscriptionService> context) {
        var pods = List.copyOf(context.getSecondaryResources(Pod.class));
        return new Observation(
                context.getSecondaryResource(Deployment.class),
                pods,
                podLoads().load(resource, pods),
                context.getSecondaryResource(HorizontalPodAutoscaler.class),
                models.sha256(resource));
    }

    private TranscriptionServiceStatus observed(
            TranscriptionService resource,
            Context<TranscriptionService> context,
            DesiredService desired,
            DesiredEnvoy envoy) {
        var observation = observation(resource, context);
        ObsoleteEnvoyConfigs.delete(context, desired, envoy.configMap(), observation.pods());
        var status = statuses.upgrading(resource, statuses.observed(resource, desired, envoy, observation));
        return scalingProblems
                .of(context, desired, observation.deployment())
                .or(() -> routeApis.problem(context, desired))
                .map(problem -> statuses.withProblem(resource, status, problem))
                .orElse(status);
    }

    private PodLoadEventSource podLoads() {
        return Objects.requireNonNull(loads, "JOSDK calls prepareEventSources first");
    }

    private static DesiredEnvoy envoy(DesiredService desired) {
        return new DesiredEnvoy(
                EnvoyConfigMap.name(desired),
                EnvoyConfigMap.version(desired),
                TranscriberDeployment.podTemplateHash(desired));
    }

    /**
     * Writes the status unless the resource has it already, because a patch without a change is a request too.
     *
     * <p>The written resource also replaces the one in the informer cache. Otherwise the next reconcile could read the
     * status from before this write. If that equals its own result, it would skip its write and leave the status of
     * this one, until something else triggers a reconcile.
     */
    private TranscriptionService write(
            TranscriptionService resource, Context<TranscriptionService> context, TranscriptionServiceStatus status) {
        events.record(context.getClient(), resource, status);
        if (status.equals(resource.getStatus())) {
            return resource;
        }
        var patch = new TranscriptionService();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        patch.setStatus(status);
        return PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context);
    }
}
