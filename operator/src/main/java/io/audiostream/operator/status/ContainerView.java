package io.audiostream.operator.status;

import io.audiostream.operator.api.ContainerImage;
import io.audiostream.operator.api.ReservedNames;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;
import java.util.stream.Stream;

/** A container of a pod, init container or not, with the status that the kubelet reports. */
record ContainerView(Pod pod, ContainerStatus status) {

    /** The init container that downloads the model. */
    static final String FETCH_MODEL = ReservedNames.FETCH_MODEL;

    /** The container that loads the model and serves. */
    static final String TRANSCRIBER = ReservedNames.TRANSCRIBER;

    /** All containers with a status, in the order in which they start. */
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

    /** The number of restarts. */
    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    int restarts() {
        Integer count = status.getRestartCount();
        return count == null ? 0 : count;
    }

    /** The waiting state; empty when the container runs or has terminated. */
    Optional<ContainerStateWaiting> waiting() {
        return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
    }

    boolean isRunning() {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    /** The image that the container runs; empty until the node has resolved it. */
    Optional<ContainerImage> image() {
        return Optional.ofNullable(status.getImageID())
                .filter(id -> !id.isEmpty())
                // The prefix of nodes with Docker.
                .map(id ->
                        new ContainerImage(name(), status.getImage(), id.replaceFirst("^docker(-pullable)?://", "")));
    }

    /** The latest termination: of the current run, or else of the run before the last restart. */
    Optional<ContainerStateTerminated> lastTermination() {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getTerminated)
                .or(() -> Optional.ofNullable(status.getLastState()).map(ContainerState::getTerminated));
    }

    /** The memory limit; empty when the container has none. */
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
