package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Transfers ownership of a Deployment's {@code replicas} to another field manager before autoscaling starts. The API
 * server removes a field that its only manager no longer applies, and {@code replicas} would drop to its default, 1. So
 * another manager has to own the field before the operator stops applying it.
 */
final class ReplicasHandover {
    private static final String FIELD_MANAGER = "audiostream-operator-handover";

    private final KubernetesClient client;

    ReplicasHandover(KubernetesClient client) {
        this.client = client;
    }

    /** Returns whether this field manager owns {@code replicas}. */
    static boolean isOwned(Deployment deployment, String fieldManager) {
        return ReplicasOwners.of(deployment)
                .anyMatch(owner -> fieldManager.equals(owner.getManager()) && ReplicasOwners.isApply(owner));
    }

    /**
     * Applies the current number of pods under the other field manager.
     *
     * @param minimum smallest number to apply: an autoscaler does not scale up from zero
     */
    void handOver(Deployment cached, int minimum) {
        var current = client.resource(cached).get();
        if (current == null) {
            return;
        }
        client.resource(new DeploymentBuilder()
                        .withMetadata(new ObjectMetaBuilder()
                                .withName(current.getMetadata().getName())
                                .withNamespace(current.getMetadata().getNamespace())
                                // The uid makes the request fail if the Deployment was deleted and created again
                                // meanwhile.
                                .withUid(current.getMetadata().getUid())
                                .build())
                        .withSpec(new DeploymentSpecBuilder()
                                .withReplicas(
                                        Math.max(minimum, current.getSpec().getReplicas()))
                                .build())
                        .build())
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }
}
