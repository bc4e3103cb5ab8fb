package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One container of a pod, init container or not, as the kubelet reports it.
 *
 * @param pod the pod it is in
 * @param status what the kubelet reports
 */
record ContainerView(Pod pod, ContainerStatus status) {

    /** All containers that the kubelet has reported about, in the order in which they start. */
    static Stream<ContainerView> of(Pod pod) {
        return Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .map(status -> new ContainerView(pod, status));
    }

    String name() {
        return status.getName();
    }

    boolean ready() {
        return Boolean.TRUE.equals(status.getReady());
    }

    /** How often it was started anew. */
    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    int restarts() {
        Integer count = status.getRestartCount();
        return count == null ? 0 : count;
    }

    /** What it waits for, when it does not run. */
    Optional<ContainerStateWaiting> waiting() {
        return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
    }

    /** How it ended last: just now, or before it was started anew. */
    Optional<ContainerStateTerminated> lastEnd() {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getTerminated)
                .or(() -> Optional.ofNullable(status.getLastState()).map(ContainerState::getTerminated));
    }

    /** Its limit of memory, when it has one. */
    Optional<String> memoryLimit() {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(name()))
                .map(Container::getResources)
                .flatMap(Stream::ofNullable)
                .flatMap(resources -> Stream.ofNullable(resources.getLimits()))
                .flatMap(limits -> Stream.ofNullable(limits.get("memory")))
                .map(Quantity::toString)
                .findFirst();
    }
}
