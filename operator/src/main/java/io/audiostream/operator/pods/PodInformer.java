package io.audiostream.operator.pods;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.Labels;
import io.audiostream.operator.dependent.TranscriberContainer;
import io.audiostream.operator.status.PodState;
import io.fabric8.kubernetes.api.model.Pod;
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
    static Set<ResourceID> resourceOf(Pod pod) {
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
        return PodState.isReady(pod);
    }

    /** Whether the pod serves its status, ready or not: a pod whose Envoy rejects its routes never becomes ready. */
    static boolean servesStatus(Pod pod) {
        return isReady(pod) || PodState.hasStarted(pod, TranscriberContainer.NAME) || fetchesModel(pod);
    }

    /** Whether the pod fetches its model, and serves its progress. */
    static boolean fetchesModel(Pod pod) {
        return PodState.runsInit(pod, ReservedNames.FETCH_MODEL);
    }
}
