package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * Finds the HorizontalPodAutoscaler of a user that sets the number of pods at the Deployment. The operator leaves the
 * number to it: each correction would end pods with their streams, and the autoscaler would undo it within seconds.
 */
public final class ForeignAutoscaler {
    private ForeignAutoscaler() {}

    /**
     * Returns the name of the autoscaler. Sends a request only if another manager set the number of pods through the
     * scale subresource, as autoscalers do. A single {@code kubectl scale} does too, and is drift.
     */
    public static Optional<String> of(KubernetesClient client, DesiredService service, Deployment deployment) {
        var metadata = deployment.getMetadata();
        if (!mayExist(service, deployment)) {
            return Optional.empty();
        }
        return client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(metadata.getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(autoscaler ->
                        isTarget(autoscaler, metadata.getName()) && !isOfSameOwner(autoscaler, deployment))
                .map(autoscaler -> autoscaler.getMetadata().getName())
                .findFirst();
    }

    /** Returns whether only a request can tell that there is no such autoscaler. */
    public static boolean mayExist(DesiredService service, Deployment deployment) {
        return service.scaling().autoscaling().isEmpty()
                && ReplicasOwners.of(deployment).anyMatch(ReplicasOwners::isScale);
    }

    private static boolean isTarget(HorizontalPodAutoscaler autoscaler, String name) {
        var target = autoscaler.getSpec().getScaleTargetRef();
        return "Deployment".equals(target.getKind()) && name.equals(target.getName());
    }

    private static boolean isOfSameOwner(HorizontalPodAutoscaler autoscaler, Deployment deployment) {
        var owners = autoscaler.getMetadata().getOwnerReferences();
        return owners != null
                && !owners.isEmpty()
                && owners.equals(deployment.getMetadata().getOwnerReferences());
    }
}
