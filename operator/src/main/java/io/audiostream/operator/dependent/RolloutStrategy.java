package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.RollingUpdate;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeploymentBuilder;

/** The strategy of a Deployment. */
final class RolloutStrategy {
    private RolloutStrategy() {}

    /**
     * Returns the strategy. By default a rollout adds a pod and removes one when the added one is ready, so that the
     * capacity does not drop. It removes one first where the pods use what a further pod could not have: a device, or a
     * claim of a single node.
     *
     * @param hasExclusiveClaim whether the pods use a claim that only one node, or one pod, can mount
     */
    static DeploymentStrategy of(DesiredService service, boolean hasExclusiveClaim) {
        var canSurge = !hasExclusiveClaim && !service.hasDevice();
        RollingUpdate rollingUpdate = service.pods().rollingUpdate().resolve(canSurge);
        return new DeploymentStrategyBuilder()
                .withType("RollingUpdate")
                .withRollingUpdate(new RollingUpdateDeploymentBuilder()
                        .withMaxSurge(rollingUpdate.maxSurge().orElseThrow())
                        .withMaxUnavailable(rollingUpdate.maxUnavailable().orElseThrow())
                        .build())
                .build();
    }
}
