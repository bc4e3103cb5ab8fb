package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the pods are.
 *
 * @param seen whether the numbers belong to what was last asked for
 * @param wanted pods wanted
 * @param updated pods of the current version
 * @param ready pods that serve, of any version
 * @param all pods there are, of any version
 * @param stuck why no progress is made any more, in the words of Kubernetes
 */
record Rollout(boolean seen, int wanted, int updated, int ready, int all, Optional<String> stuck) {

    static Rollout of(Deployment deployment) {
        var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        var generation = deployment.getMetadata().getGeneration();
        var observed = status.getObservedGeneration();
        return new Rollout(
                generation != null && observed != null && observed >= generation,
                number(deployment.getSpec().getReplicas()),
                number(status.getUpdatedReplicas()),
                number(status.getReadyReplicas()),
                number(status.getReplicas()),
                stuck(Objects.requireNonNullElse(status.getConditions(), List.of())));
    }

    /** Whether every pod is of the current version and serves, and no other is left. */
    boolean complete() {
        return allMade() && ready == wanted;
    }

    /** Whether every pod is of the current version, serving or not, and no other is left. */
    boolean allMade() {
        return seen && updated == wanted && all == wanted;
    }

    private static Optional<String> stuck(List<DeploymentCondition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals("ReplicaFailure")
                                && condition.getStatus().equals("True")
                        || condition.getType().equals("Progressing")
                                && condition.getStatus().equals("False"))
                .map(DeploymentCondition::getMessage)
                .findFirst();
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
