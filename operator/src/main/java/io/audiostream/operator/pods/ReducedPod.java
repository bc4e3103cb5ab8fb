package io.audiostream.operator.pods;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.model.ModelArguments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Removes from a pod what the operator does not read: most of it is a copy of the template in the Deployment. */
public final class ReducedPod {
    private static final Set<String> CONTAINERS_WITH_IMAGE = Set.of(ReservedNames.ENVOY, ReservedNames.TRANSCRIBER);

    private ReducedPod() {}

    /** Reduces the pod in place. */
    public static void reduce(Pod pod) {
        var metadata = pod.getMetadata();
        metadata.setManagedFields(List.of());
        metadata.setOwnerReferences(List.of());
        var annotations = new TreeMap<>(Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()));
        annotations.keySet().retainAll(List.of(DeletionCosts.ANNOTATION));
        metadata.setAnnotations(annotations);
        if (pod.getSpec() != null) {
            pod.setSpec(reduced(pod.getSpec()));
        }
        if (pod.getStatus() != null) {
            reduce(pod.getStatus());
        }
    }

    private static PodSpec reduced(PodSpec spec) {
        return new PodSpecBuilder()
                .withNodeName(spec.getNodeName())
                .withInitContainers(spec.getInitContainers().stream()
                        .map(ReducedPod::reduced)
                        .toList())
                .withContainers(
                        spec.getContainers().stream().map(ReducedPod::reduced).toList())
                .withVolumes(spec.getVolumes().stream()
                        .filter(volume -> volume.getConfigMap() != null)
                        .toList())
                .build();
    }

    private static Container reduced(Container container) {
        return new ContainerBuilder()
                .withName(container.getName())
                .withArgs(PodLoadCache.slotsArguments(container.getArgs()))
                .addAllToArgs(ModelArguments.in(container.getArgs()))
                .withResources(container.getResources())
                .build();
    }

    private static void reduce(PodStatus status) {
        status.setHostIPs(List.of());
        status.setPodIPs(List.of());
        status.getInitContainerStatuses().forEach(ReducedPod::reduce);
        status.getContainerStatuses().forEach(ReducedPod::reduce);
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static void reduce(ContainerStatus status) {
        status.setContainerID(null);
        if (!CONTAINERS_WITH_IMAGE.contains(status.getName())) {
            status.setImageID(null);
        }
        status.setVolumeMounts(List.of());
        status.setAllocatedResources(Map.of());
        status.setAllocatedResourcesStatus(List.of());
        status.setResources(null);
        status.setUser(null);
    }
}
