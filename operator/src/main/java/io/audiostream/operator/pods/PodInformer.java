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

/** Watches the pods of the resources. */
public final class PodInformer {
    private PodInformer() {}

    /**
     * An event source that triggers a reconcile of the resource when one of its pods is created, is deleted, starts to
     * terminate or changes its status.
     */
    public static InformerEventSource<Pod, TranscriptionService> of(EventSourceContext<TranscriptionService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, TranscriptionService.class)
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(Labels.SELECTOR)
                        .withSecondaryToPrimaryMapper(PodInformer::resourceOf)
                        .withOnUpdateFilter(PodInformer::isRelevantChange)
                        .build(),
                context);
    }

    /** Maps a pod to its resource by label, because the owner of a Deployment's pod is a ReplicaSet. */
    private static Set<ResourceID> resourceOf(Pod pod) {
        var name = pod.getMetadata().getLabels().get(Labels.INSTANCE);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
    }

    /** Ignores changes of annotations, such as the deletion cost that this operator writes. */
    private static boolean isRelevantChange(Pod now, Pod before) {
        return !Objects.equals(now.getStatus(), before.getStatus())
                || !Objects.equals(
                        now.getMetadata().getDeletionTimestamp(),
                        before.getMetadata().getDeletionTimestamp());
    }

    /** Whether the pod is ready, has an address and is not terminating. */
    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && pod.getStatus().getConditions().stream().anyMatch(PodInformer::isReadyCondition);
    }

    private static boolean isReadyCondition(PodCondition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }
}
