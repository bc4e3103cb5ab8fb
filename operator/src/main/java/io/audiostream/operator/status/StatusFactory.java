package io.audiostream.operator.status;

import io.audiostream.operator.api.EnvoyStatus;
import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the status of a resource. Thread-safe. */
public final class StatusFactory {
    private final ConditionFactory conditions;

    /** @param clock source of the transition times */
    public StatusFactory(Clock clock) {
        this.conditions = new ConditionFactory(clock);
    }

    /**
     * The status after the operator applied all objects.
     *
     * @param envoy what the pods should run
     * @param deployment empty until the operator has observed it
     * @param pods all pods of the service, of any version
     * @param load the load of these pods
     */
    public TranscriptionServiceStatus observed(
            TranscriptionService resource,
            DesiredService service,
            DesiredEnvoy envoy,
            Optional<Deployment> deployment,
            List<Pod> pods,
            Load load) {
        var rollout = deployment.map(Rollout::of);
        var envoyRollout = EnvoyRollout.of(envoy, pods, load.envoys());
        var envoyStatus = EnvoyProgress.status(envoy, envoyRollout, before(resource));
        var problem = PodProblems.of(pods)
                .or(() -> envoyRollout.rejection().map(message -> new Problem(Reason.ENVOY_REJECTED, message)));
        var states = new ArrayList<>(rollout.map(progress -> RolloutConditions.of(progress, problem, service))
                .orElseGet(RolloutConditions::notCreated));
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
                envoyStatus);
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

    private static boolean isNoProblem(ServiceCondition condition) {
        return condition.type().equals(ConditionType.DEGRADED.text())
                && condition.reason().equals(Reason.AS_EXPECTED.text());
    }

    /** The status with the problem as its Degraded condition; everything else stays as it was. */
    public TranscriptionServiceStatus degraded(TranscriptionService resource, Problem problem) {
        var state =
                new ConditionState(ConditionType.DEGRADED, ConditionStatus.TRUE, problem.reason(), problem.message());
        var before = resource.getStatus();
        var generation = resource.getMetadata().getGeneration();
        var updated = conditions.update(resource, List.of(state));
        return before == null
                ? new TranscriptionServiceStatus(
                        generation, updated, null, null, null, null, null, null, null, null, null, null)
                : new TranscriptionServiceStatus(
                        generation,
                        updated,
                        before.endpoint(),
                        before.replicas(),
                        before.readyReplicas(),
                        before.selector(),
                        before.operator(),
                        before.capacity(),
                        before.streams(),
                        before.model(),
                        before.engine(),
                        before.envoy());
    }

    private static String endpoint(DesiredService service) {
        return service.name() + "." + service.namespace() + ".svc:"
                + service.inPod().ports().listener();
    }
}
