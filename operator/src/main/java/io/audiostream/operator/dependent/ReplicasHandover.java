package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gives the number of pods out of our hands. A field that its only manager no longer applies is removed by the API
 * server, and the number of pods would then be its default, 1: so somebody else has to hold it before we let go.
 */
final class ReplicasHandover {
    private static final String FIELD_MANAGER = "audiostream-operator-handover";

    private final KubernetesClient client;

    ReplicasHandover(KubernetesClient client) {
        this.client = client;
    }

    /** Whether the number of pods is set by this field manager. */
    static boolean isOwned(Deployment deployment, String fieldManager) {
        return Objects.requireNonNullElse(deployment.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())
                .stream()
                .filter(entry -> fieldManager.equals(entry.getManager()) && "Apply".equals(entry.getOperation()))
                .anyMatch(entry -> entry.getFieldsV1() != null
                        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                        && spec.containsKey("f:replicas"));
    }

    /**
     * Lets the other manager set the number that there is now.
     *
     * @param least pods that there are to be at least: an autoscaler never begins with none
     */
    void handOver(Deployment seen, int least) {
        var now = client.resource(seen).get();
        if (now == null) {
            return;
        }
        client.resource(new DeploymentBuilder()
                        .withMetadata(new ObjectMetaBuilder()
                                .withName(now.getMetadata().getName())
                                .withNamespace(now.getMetadata().getNamespace())
                                // Of this one, should it be deleted and made anew in between.
                                .withUid(now.getMetadata().getUid())
                                .build())
                        .withSpec(new DeploymentSpecBuilder()
                                .withReplicas(Math.max(least, now.getSpec().getReplicas()))
                                .build())
                        .build())
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }
}
