package io.audiostream.operator.status;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes the status of a resource. Thread-safe. */
public final class StatusFactory {
    private final ConditionFactory conditions;

    /** The clock tells the times of transitions. */
    public StatusFactory(Clock clock) {
        this.conditions = new ConditionFactory(clock);
    }

    /**
     * The status when the objects are as they should be.
     *
     * @param deployment missing until the cluster has confirmed it
     * @param pods all that the service has, old and new
     * @param load how busy they are
     */
    public TranscriptionServiceStatus observed(
            TranscriptionService resource,
            DesiredService service,
            Optional<Deployment> deployment,
            List<Pod> pods,
            Load load) {
        var rollout = deployment.map(Rollout::of);
        var findings = rollout.map(state -> RolloutConditions.of(state, PodProblems.of(pods), service))
                .orElseGet(RolloutConditions::notCreated);
        return new TranscriptionServiceStatus(
                resource.getMetadata().getGeneration(),
                conditions.update(resource, findings),
                endpoint(service),
                rollout.map(Rollout::wanted).orElseGet(service::replicas),
                rollout.map(Rollout::ready).orElse(0),
                load.capacity(),
                load.streams().isPresent() ? load.streams().getAsInt() : null,
                service.model().name(),
                load.engine().isEmpty() ? null : load.engine());
    }

    /** The status when something is in the way: what was known before stays, only Degraded tells the problem. */
    public TranscriptionServiceStatus degraded(TranscriptionService resource, Problem problem) {
        var findings = List.of(ConditionState.yes(ConditionState.DEGRADED, problem.reason(), problem.message()));
        var before = resource.getStatus();
        var generation = resource.getMetadata().getGeneration();
        var updated = conditions.update(resource, findings);
        return before == null
                ? new TranscriptionServiceStatus(generation, updated, null, null, null, null, null, null, null)
                : new TranscriptionServiceStatus(
                        generation,
                        updated,
                        before.endpoint(),
                        before.replicas(),
                        before.readyReplicas(),
                        before.capacity(),
                        before.streams(),
                        before.model(),
                        before.engine());
    }

    private static String endpoint(DesiredService service) {
        return service.name() + "." + service.namespace() + ".svc:"
                + service.inPod().ports().listener();
    }
}
