package io.audiostream.operator.status;

import io.audiostream.operator.api.AutoscalingStatus;
import io.audiostream.operator.api.EnvoyStatus;
import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Images;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the status of a resource. Thread-safe. */
public final class StatusFactory {
    private final ConditionFactory conditions;
    private final Clock clock;

    /** @param clock source of the transition times */
    public StatusFactory(Clock clock) {
        this.conditions = new ConditionFactory(clock);
        this.clock = clock;
    }

    /**
     * The status after the operator applied all objects.
     *
     * @param envoy what the pods should run
     */
    public TranscriptionServiceStatus observed(
            TranscriptionService resource, DesiredService service, DesiredEnvoy envoy, Observation observation) {
        var deployment = observation.deployment();
        var pods = observation.pods();
        var load = observation.load();
        var rollout = deployment.map(Rollout::of);
        var envoyRollout = EnvoyRollout.of(envoy, pods, load.envoys());
        var envoyStatus = EnvoyProgress.status(envoy, envoyRollout, before(resource));
        var problem = PodProblems.of(pods)
                .or(() -> envoyRollout.rejection().map(message -> new Problem(Reason.ENVOY_REJECTED, message)))
                .or(() -> Evictions.of(pods, clock.instant()));
        var states = new ArrayList<>(rollout.map(progress -> RolloutConditions.of(progress, problem, service))
                .orElseGet(RolloutConditions::notCreated));
        states.add(accepted());
        states.add(ModelProgress.of(service.model(), rollout, pods, load.fetches()));
        states.add(
                rollout.isPresent() ? EnvoyProgress.condition(envoyRollout, envoyStatus) : EnvoyProgress.notCreated());
        return new TranscriptionServiceStatus(
                resource.getMetadata().getGeneration(),
                conditions.update(resource, states),
                endpoint(service),
                rollout.map(Rollout::total).orElse(0),
                rollout.map(Rollout::ready).orElse(0),
                deployment.map(PodSelector::of).orElse(null),
                resource.getStatus() == null ? null : resource.getStatus().operator(),
                load.capacity(),
                load.streams().isPresent() ? load.streams().getAsInt() : null,
                service.model().name(),
                load.engine().isEmpty() ? null : load.engine(),
                envoyStatus,
                version(resource, envoy),
                service.containerResources(),
                service.model().sha256().or(observation::sharedModelSha256).orElse(null),
                RunningImages.of(pods),
                autoscaling(observation));
    }

    private static ConditionState accepted() {
        return new ConditionState(ConditionType.ACCEPTED, ConditionStatus.TRUE, Reason.ACCEPTED, "The spec is valid.");
    }

    private static @Nullable EnvoyStatus before(TranscriptionService resource) {
        return resource.getStatus() == null ? null : resource.getStatus().envoy();
    }

    /** An observed status with a problem of no pod as its Degraded condition. A problem of a pod takes precedence. */
    public TranscriptionServiceStatus withProblem(
            TranscriptionService resource, TranscriptionServiceStatus observed, Problem problem) {
        var degraded = conditions.update(
                resource,
                List.of(new ConditionState(
                        ConditionType.DEGRADED, ConditionStatus.TRUE, problem.reason(), problem.message())));
        return observed.withConditions(
                Objects.requireNonNullElse(observed.conditions(), List.<ServiceCondition>of()).stream()
                        .map(condition ->
                                isNoProblem(condition) ? degraded.get(ConditionType.DEGRADED.ordinal()) : condition)
                        .toList());
    }

    /**
     * The status of a resource that the operator does not apply for now, with the reason as its Progressing condition.
     * What the resource says about the last version that the operator applied stays.
     */
    public TranscriptionServiceStatus held(
            TranscriptionService resource, DesiredService service, Problem reason, Observation observation) {
        var rollout = observation.deployment().map(Rollout::of);
        var load = observation.load();
        var problem = PodProblems.of(observation.pods()).or(() -> Evictions.of(observation.pods(), clock.instant()));
        var states = new ArrayList<>(rollout.map(progress -> RolloutConditions.of(progress, problem, service))
                .orElseGet(RolloutConditions::notCreated));
        states.add(accepted());
        states.add(
                reason.reason() == Reason.MODEL_NOT_READY
                        ? new ConditionState(
                                ConditionType.MODEL_READY, ConditionStatus.FALSE, reason.reason(), reason.message())
                        : ModelProgress.of(service.model(), rollout, observation.pods(), load.fetches()));
        states.removeIf(state -> state.type() == ConditionType.PROGRESSING);
        states.add(new ConditionState(
                ConditionType.PROGRESSING,
                reason.reason() == Reason.UPGRADING ? ConditionStatus.TRUE : ConditionStatus.FALSE,
                reason.reason(),
                reason.message()));
        if (observation.pods().stream().noneMatch(PodState::isReady)) {
            states.add(EnvoyProgress.notCreated());
        }
        var before = Optional.ofNullable(resource.getStatus());
        return new TranscriptionServiceStatus(
                before.map(TranscriptionServiceStatus::observedGeneration).orElse(null),
                conditions.update(resource, states),
                before.map(TranscriptionServiceStatus::endpoint).orElse(null),
                rollout.map(Rollout::total).orElse(0),
                rollout.map(Rollout::ready).orElse(0),
                observation.deployment().map(PodSelector::of).orElse(null),
                before.map(TranscriptionServiceStatus::operator).orElse(null),
                load.capacity(),
                load.streams().isPresent() ? load.streams().getAsInt() : null,
                before.map(TranscriptionServiceStatus::model).orElse(null),
                load.engine().isEmpty() ? null : load.engine(),
                before(resource),
                before.map(TranscriptionServiceStatus::version).orElse(null),
                before.map(TranscriptionServiceStatus::resources).orElse(null),
                before.map(TranscriptionServiceStatus::modelSha256).orElse(null),
                RunningImages.of(observation.pods()),
                autoscaling(observation));
    }

    /** An observed status of a resource whose turn to upgrade it is, until the pods are replaced or cannot be. */
    public TranscriptionServiceStatus upgrading(TranscriptionService resource, TranscriptionServiceStatus observed) {
        if (resource.getStatus() == null || !isUpgrading(resource.getStatus())) {
            return observed;
        }
        return observed.withConditions(
                Objects.requireNonNullElse(observed.conditions(), List.<ServiceCondition>of()).stream()
                        .map(condition -> isProgressing(condition) ? upgrading(resource, condition) : condition)
                        .toList());
    }

    private ServiceCondition upgrading(TranscriptionService resource, ServiceCondition condition) {
        var state = new ConditionState(
                ConditionType.PROGRESSING, ConditionStatus.TRUE, Reason.UPGRADING, condition.message());
        return conditions.update(resource, List.of(state)).get(ConditionType.PROGRESSING.ordinal());
    }

    private static boolean isProgressing(ServiceCondition condition) {
        return condition.type().equals(ConditionType.PROGRESSING.text())
                && condition.status().equals(ConditionStatus.TRUE.text());
    }

    /** Whether the resource replaces its pods because of an upgrade of the operator. */
    public static boolean isUpgrading(TranscriptionServiceStatus status) {
        return hasReason(status, Reason.UPGRADING);
    }

    /** Whether the resource waits for its turn to upgrade. */
    public static boolean awaitsUpgrade(TranscriptionServiceStatus status) {
        return hasReason(status, Reason.UPGRADE_PENDING);
    }

    private static boolean hasReason(TranscriptionServiceStatus status, Reason reason) {
        return Objects.requireNonNullElse(status.conditions(), List.<ServiceCondition>of()).stream()
                .anyMatch(condition -> condition.reason().equals(reason.text()));
    }

    /** Whether time alone may change the status: no event tells that an eviction was long ago. */
    public static boolean dependsOnTime(TranscriptionServiceStatus status) {
        return hasReason(status, Reason.POD_EVICTED);
    }

    private static boolean isNoProblem(ServiceCondition condition) {
        return condition.type().equals(ConditionType.DEGRADED.text())
                && condition.reason().equals(Reason.AS_EXPECTED.text());
    }

    /**
     * The status while the operator cannot apply the resource, with the problem as its Degraded condition. Endpoint and
     * model stay those of the last version that the operator applied.
     *
     * @param desired what the pods should run; empty where the spec is invalid
     */
    public TranscriptionServiceStatus degraded(
            TranscriptionService resource, Problem problem, Optional<DesiredPods> desired, Observation observation) {
        var rollout = observation.deployment().map(Rollout::of);
        var load = observation.load();
        var envoyRollout = desired.map(pods -> EnvoyRollout.of(pods.envoy(), observation.pods(), load.envoys()));
        var readyPods = observation.pods().stream().filter(PodState::isReady).count();
        var states = UnappliedConditions.of(problem, rollout, envoyRollout, readyPods);
        desired.map(pods -> ModelProgress.of(pods.service().model(), rollout, observation.pods(), load.fetches()))
                .or(() -> ModelProgress.withoutModel(observation.pods()))
                .ifPresent(states::add);
        var before = Optional.ofNullable(resource.getStatus());
        return new TranscriptionServiceStatus(
                resource.getMetadata().getGeneration(),
                conditions.update(resource, states),
                before.map(TranscriptionServiceStatus::endpoint).orElse(null),
                rollout.map(Rollout::total).orElse(0),
                rollout.map(Rollout::ready).orElse(0),
                observation.deployment().map(PodSelector::of).orElse(null),
                before.map(TranscriptionServiceStatus::operator).orElse(null),
                load.capacity(),
                load.streams().isPresent() ? load.streams().getAsInt() : null,
                before.map(TranscriptionServiceStatus::model).orElse(null),
                load.engine().isEmpty() ? null : load.engine(),
                envoyRollout
                        .map(pods -> EnvoyProgress.status(desired.orElseThrow().envoy(), pods, before(resource)))
                        .orElseGet(() -> before(resource)),
                before.map(TranscriptionServiceStatus::version).orElse(null),
                before.map(TranscriptionServiceStatus::resources).orElse(null),
                before.map(TranscriptionServiceStatus::modelSha256).orElse(null),
                RunningImages.of(observation.pods()),
                autoscaling(observation));
    }

    private static @Nullable AutoscalingStatus autoscaling(Observation observation) {
        return observation.autoscaler().flatMap(AutoscalerState::of).orElse(null);
    }

    /** Returns the version of the operator that changed the pods last. */
    private static String version(TranscriptionService resource, DesiredEnvoy envoy) {
        var status = resource.getStatus();
        return status != null && status.version() != null && status.envoy() != null && envoy.hasPodsOf(status.envoy())
                ? status.version()
                : Images.VERSION;
    }

    private static String endpoint(DesiredService service) {
        return service.name() + "." + service.namespace() + ".svc:"
                + service.inPod().ports().listener();
    }
}
