package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.dependent.Labels;
import io.audiostream.operator.dependent.ModelClaim;
import io.audiostream.operator.dependent.ModelJob;
import io.audiostream.operator.dependent.ModelLabels;
import io.audiostream.operator.dependent.ModelObjects;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredModel;
import io.audiostream.operator.model.InvalidSpecException;
import io.audiostream.operator.pods.FetchProgress;
import io.audiostream.operator.pods.PodPolling;
import io.audiostream.operator.status.ModelObservation;
import io.audiostream.operator.status.ModelStatusFactory;
import io.audiostream.operator.status.ModelTransitions;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches a {@link TranscriptionModel} to its claim, and keeps it while services use it. */
@ControllerConfiguration(name = "transcriptionmodel", fieldManager = TranscriptionServiceReconciler.FIELD_MANAGER)
@Workflow(
        explicitInvocation = true,
        dependents = {
            @Dependent(name = "claim", type = ModelClaim.class),
            @Dependent(name = "fetch", type = ModelJob.class, dependsOn = "claim")
        })
final class TranscriptionModelReconciler implements Reconciler<TranscriptionModel>, Cleaner<TranscriptionModel> {
    /** Time until the operator looks again which services use a model. No event tells that a service was deleted. */
    private static final Duration USERS_INTERVAL = Duration.ofMinutes(1);

    /** As {@link #USERS_INTERVAL}, while a user waits for the deletion. */
    private static final Duration DELETION_INTERVAL = Duration.ofSeconds(5);

    private final Defaults defaults;
    private final FetchProgress progress;
    private final Duration progressInterval;
    private final ModelStatusFactory statuses;
    private final SharedModels models;
    private final EventRecorder events;
    private final ResourceClaims<TranscriptionModel> claims;
    private final OtherOperators otherOperators;

    /**
     * @param polling how the operator asks the pods that fetch for their progress
     * @param lease NAMESPACE/NAME of the Lease, which identifies this operator; empty: it has none
     */
    TranscriptionModelReconciler(
            Defaults defaults, Clock clock, PodPolling polling, Optional<String> lease, SharedModels models) {
        this.defaults = defaults;
        this.progress = new FetchProgress(polling.client());
        this.progressInterval = polling.reportInterval();
        this.statuses = new ModelStatusFactory(clock);
        this.models = models;
        this.events = new EventRecorder(clock);
        this.otherOperators = new OtherOperators(events);
        this.claims = new ResourceClaims<>(
                lease,
                clock,
                resource -> resource.getStatus() == null
                        ? null
                        : resource.getStatus().operator());
    }

    @Override
    public List<EventSource<?, TranscriptionModel>> prepareEventSources(
            EventSourceContext<TranscriptionModel> context) {
        var pods = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, TranscriptionModel.class)
                        .withName("model-pods")
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(ModelLabels.POD_SELECTOR)
                        .withSecondaryToPrimaryMapper(TranscriptionModelReconciler::modelOf)
                        .build(),
                context);
        models.use(context.getPrimaryCache());
        return List.of(pods, models.users());
    }

    private static Set<ResourceID> modelOf(Pod pod) {
        return Set.of(new ResourceID(
                pod.getMetadata().getLabels().get(ModelLabels.MODEL),
                pod.getMetadata().getNamespace()));
    }

    @Override
    public UpdateControl<TranscriptionModel> reconcile(
            TranscriptionModel resource, Context<TranscriptionModel> context) {
        if (isOfOtherOperator(resource, context)) {
            if (resource.getStatus() != null) {
                // Services of this operator may use the model too.
                models.changes().changed(resource, resource.getStatus());
            }
            // No event tells that the other operator was uninstalled.
            return UpdateControl.<TranscriptionModel>noUpdate()
                    .rescheduleAfter(TranscriptionServiceReconciler.OTHER_OPERATOR_INTERVAL);
        }
        return reconcileOwn(claims.claim(resource, context), context);
    }

    /** Whether another operator looks after the model. Reports it once. */
    private boolean isOfOtherOperator(TranscriptionModel resource, Context<TranscriptionModel> context) {
        var other = claims.otherOperator(context.getClient(), resource);
        other.ifPresent(operator -> otherOperators.report(context.getClient(), resource, operator));
        return other.isPresent();
    }

    private UpdateControl<TranscriptionModel> reconcileOwn(
            TranscriptionModel resource, Context<TranscriptionModel> context) {
        DesiredModel desired;
        try {
            desired = DesiredModel.of(resource, defaults);
        } catch (InvalidSpecException e) {
            var problem = new Problem(Reason.INVALID_SPEC, String.valueOf(e.getMessage()));
            write(resource, context, statuses.failed(resource, problem, observation(resource, context)));
            return UpdateControl.noUpdate();
        }
        ModelObjects.put(context, desired);
        context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
        var existing = observation(resource, context);
        var observation = existing.withFetches(progress.of(existing.pods()));
        var status = statuses.observed(resource, desired, observation);
        write(resource, context, status);
        if (ModelStatusFactory.isFetching(status)) {
            return UpdateControl.<TranscriptionModel>noUpdate().rescheduleAfter(progressInterval);
        }
        return observation.users().isEmpty()
                ? UpdateControl.noUpdate()
                : UpdateControl.<TranscriptionModel>noUpdate().rescheduleAfter(USERS_INTERVAL);
    }

    /** Keeps the finalizer, and so the claim, while services use the model. The claim then ends with its owner. */
    @Override
    public DeleteControl cleanup(TranscriptionModel resource, Context<TranscriptionModel> context) {
        if (isOfOtherOperator(resource, context)) {
            return DeleteControl.noFinalizerRemoval()
                    .rescheduleAfter(TranscriptionServiceReconciler.OTHER_OPERATOR_INTERVAL);
        }
        var known = models.users().of(resource);
        if (known.isPresent() && known.get().isEmpty() && !isMounted(resource, context)) {
            return DeleteControl.defaultDelete();
        }
        known.ifPresent(_ -> write(
                resource,
                context,
                statuses.observed(resource, DesiredModel.of(resource, defaults), observation(resource, context))));
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(DELETION_INTERVAL);
    }

    /** Returns whether a Deployment has pods with the model: a service that waits for its next one keeps them. */
    private static boolean isMounted(TranscriptionModel resource, Context<TranscriptionModel> context) {
        var claim = DesiredModel.claimName(resource.getMetadata().getName());
        return context
                .getClient()
                .apps()
                .deployments()
                .inNamespace(resource.getMetadata().getNamespace())
                .withLabelSelector(Labels.SELECTOR)
                .list()
                .getItems()
                .stream()
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getVolumes().stream())
                .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                        && claim.equals(volume.getPersistentVolumeClaim().getClaimName()));
    }

    @Override
    public ErrorStatusUpdateControl<TranscriptionModel> updateErrorStatus(
            TranscriptionModel resource, Context<TranscriptionModel> context, Exception problem) {
        if (FailureClassifier.isNamespaceTerminating(problem)) {
            return ErrorStatusUpdateControl.<TranscriptionModel>noStatusUpdate().withNoRetry();
        }
        if (!FailureClassifier.isShutdown(problem)
                && !FailureClassifier.isConflict(problem)
                && !claims.namesOther(resource)) {
            write(
                    resource,
                    context,
                    statuses.failed(resource, FailureClassifier.of(problem), observation(resource, context)));
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    private ModelObservation observation(TranscriptionModel resource, Context<TranscriptionModel> context) {
        // The claim and the Job of an earlier model of the same name exist until the garbage collector has run.
        var claim = context.getSecondaryResource(PersistentVolumeClaim.class)
                .filter(existing -> existing.hasOwnerReferenceFor(resource));
        return new ModelObservation(
                context.getSecondaryResource(Job.class)
                        .filter(job -> job.hasOwnerReferenceFor(resource) && ModelJob.isOfClaim(job, claim)),
                List.copyOf(context.getSecondaryResources(Pod.class)),
                Map.of(),
                models.users().of(resource).orElse(List.of()),
                claim.map(existing -> existing.getMetadata().getUid()));
    }

    /** Writes the status unless the resource has it already. */
    private void write(
            TranscriptionModel resource, Context<TranscriptionModel> context, TranscriptionModelStatus status) {
        ModelTransitions.between(resource.getStatus(), status)
                .ifPresent(event -> events.record(context.getClient(), resource, event));
        if (status.equals(resource.getStatus())) {
            return;
        }
        var patch = new TranscriptionModel();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        patch.setStatus(status);
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context);
        models.changes().changed(resource, status);
    }
}
