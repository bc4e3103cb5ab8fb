package io.audiostream.operator.pods;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Set;

/** The watch of the pods that were made for resources. */
public final class PodInformer {
    private PodInformer() {}

    /** Wakes a resource when one of its pods comes, goes, or is reported about. */
    public static InformerEventSource<Pod, TranscriptionService> of(EventSourceContext<TranscriptionService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, TranscriptionService.class)
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(Labels.SELECTOR)
                        .withSecondaryToPrimaryMapper(PodInformer::owner)
                        .withOnUpdateFilter(PodInformer::matters)
                        .build(),
                context);
    }

    /** A Deployment's pods are its ReplicaSet's, so the way to the resource is a label. */
    private static Set<ResourceID> owner(Pod pod) {
        var name = pod.getMetadata().getLabels().get(Labels.INSTANCE);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
    }

    /** An annotation, as this operator writes it too, says nothing about how the pod is. */
    private static boolean matters(Pod now, Pod before) {
        return !Objects.equals(now.getStatus(), before.getStatus())
                || !Objects.equals(
                        now.getMetadata().getDeletionTimestamp(),
                        before.getMetadata().getDeletionTimestamp());
    }

    /** Whether the pod serves and stays. */
    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && pod.getStatus().getConditions().stream().anyMatch(PodInformer::saysReady);
    }

    private static boolean saysReady(PodCondition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }
}
