package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;

/** Reads the state of a pod. */
public final class PodState {
    private PodState() {}

    /** Whether the pod is ready, has an address and is not terminating. */
    public static boolean isReady(Pod pod) {
        return hasAddress(pod) && pod.getStatus().getConditions().stream().anyMatch(PodState::isReadyCondition);
    }

    /** Whether a container of the pod has started, ready or not, so that it serves its status. */
    public static boolean hasStarted(Pod pod, String container) {
        return hasAddress(pod)
                && pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> status.getName().equals(container) && isStarted(status));
    }

    /** Whether an init container of the pod runs. */
    public static boolean runsInit(Pod pod, String container) {
        return hasAddress(pod)
                && pod.getStatus().getInitContainerStatuses().stream()
                        .anyMatch(status -> status.getName().equals(container)
                                && status.getState() != null
                                && status.getState().getRunning() != null);
    }

    private static boolean hasAddress(Pod pod) {
        return !isTerminating(pod) && pod.getStatus() != null && pod.getStatus().getPodIP() != null;
    }

    static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean isStarted(ContainerStatus status) {
        return Boolean.TRUE.equals(status.getStarted());
    }

    private static boolean isReadyCondition(PodCondition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }
}
