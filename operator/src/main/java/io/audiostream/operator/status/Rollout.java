package io.audiostream.operator.status;

import io.audiostream.operator.model.RollingUpdate;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
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
 * @param addsFirst whether the rollout adds a pod before it removes one
 * @param failure why the rollout makes no progress; empty while it does
 */
public record Rollout(
        boolean observed,
        int desired,
        int updated,
        int ready,
        int total,
        boolean addsFirst,
        Optional<Failure> failure) {

    /**
     * What Kubernetes reports about a rollout without progress.
     *
     * @param creation whether it cannot create pods; otherwise pods exist that do not become ready
     */
    record Failure(boolean creation, String message) {
        private static Failure of(DeploymentCondition condition) {
            return new Failure(
                    "FailedCreate".equals(condition.getReason()),
                    Objects.requireNonNullElse(condition.getMessage(), "Kubernetes gives no reason"));
        }
    }

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
                addsFirst(deployment.getSpec().getStrategy()),
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

    /** Whether the rollout waits for room: no pod of the current version can start while those before it remain. */
    boolean isBlockedByOlderPods() {
        return addsFirst && total > updated && ready > 0;
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static boolean addsFirst(DeploymentStrategy strategy) {
        return strategy != null
                && strategy.getRollingUpdate() != null
                && strategy.getRollingUpdate().getMaxUnavailable() != null
                && RollingUpdate.isZero(strategy.getRollingUpdate().getMaxUnavailable());
    }

    /** A replica failure has the cause of a rollout that does not progress. */
    private static Optional<Failure> failure(List<DeploymentCondition> conditions) {
        return conditions.stream()
                .filter(condition -> is(condition, "ReplicaFailure", "True"))
                .findFirst()
                .or(() -> conditions.stream()
                        .filter(condition -> is(condition, "Progressing", "False"))
                        .findFirst())
                .map(Failure::of);
    }

    private static boolean is(DeploymentCondition condition, String type, String status) {
        return condition.getType().equals(type) && condition.getStatus().equals(status);
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
