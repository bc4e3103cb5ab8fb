package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The progress of a Deployment's rollout.
 *
 * @param observed whether the Deployment controller has observed the latest generation, which the counts then describe
 * @param desired number of pods in the Deployment's spec
 * @param updated pods of the current version
 * @param ready ready pods, of any version
 * @param total pods that exist, of any version
 * @param failure the message of Kubernetes about why the rollout makes no progress
 */
public record Rollout(boolean observed, int desired, int updated, int ready, int total, Optional<String> failure) {

    /** Reads the spec and the status of a Deployment. */
    public static Rollout of(Deployment deployment) {
        var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        var generation = deployment.getMetadata().getGeneration();
        var observed = status.getObservedGeneration();
        return new Rollout(
                generation != null && observed != null && observed >= generation,
                number(deployment.getSpec().getReplicas()),
                number(status.getUpdatedReplicas()),
                number(status.getReadyReplicas()),
                number(status.getReplicas()),
                failure(Objects.requireNonNullElse(status.getConditions(), List.of())));
    }

    /** Whether all pods are of the current version and ready, and no other pod exists. */
    public boolean isComplete() {
        return isUpdated() && ready == desired;
    }

    /** Whether all pods are of the current version, ready or not, and no other pod exists. */
    boolean isUpdated() {
        return observed && updated == desired && total == desired;
    }

    private static Optional<String> failure(List<DeploymentCondition> conditions) {
        return conditions.stream()
                .filter(condition -> is(condition, "ReplicaFailure", "True") || is(condition, "Progressing", "False"))
                .map(DeploymentCondition::getMessage)
                .findFirst();
    }

    private static boolean is(DeploymentCondition condition, String type, String status) {
        return condition.getType().equals(type) && condition.getStatus().equals(status);
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
