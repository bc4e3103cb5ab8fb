package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds pods that a kubelet evicted lately, because a resource ran out. Kubernetes replaces them at once, and the next
 * one may be evicted as well: in between all pods can be ready.
 */
final class Evictions {
    /** Longer than a pod takes to fetch a large model and to be evicted for it. */
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private Evictions() {}

    static Optional<Problem> of(List<Pod> pods, Instant now) {
        var evicted = pods.stream()
                .filter(pod -> isEvicted(pod) && time(pod).isAfter(now.minus(WINDOW)))
                .sorted(Comparator.comparing(Evictions::time).reversed())
                .toList();
        return evicted.stream().findFirst().map(pod -> new Problem(Reason.POD_EVICTED, message(pod, evicted.size())));
    }

    private static boolean isEvicted(Pod pod) {
        return pod.getStatus() != null && "Evicted".equals(pod.getStatus().getReason());
    }

    private static String message(Pod pod, int count) {
        var cause = Objects.requireNonNullElse(pod.getStatus().getMessage(), "the kubelet gave no reason");
        return "Pod %s was evicted: %s %s%s"
                .formatted(
                        pod.getMetadata().getName(),
                        MessageText.sentence(TerminationMessage.of(cause)),
                        remedy(cause),
                        count == 1 ? "" : " %d pods were evicted within 10 minutes.".formatted(count));
    }

    private static String remedy(String cause) {
        if (cause.contains("memory")) {
            return "Set spec.resources.requests.memory to what the model needs, or free memory on the node.";
        }
        if (cause.contains("storage") || cause.contains("emptyDir") || cause.contains("inodes")) {
            return "Set spec.resources.requests.ephemeral-storage to the size of the model or raise its limit, or use"
                    + " spec.model.cache, volume or image.";
        }
        return "Free the resource on the node.";
    }

    /** The time of the last change of the pod, which in its final phase is the eviction. */
    private static Instant time(Pod pod) {
        return Stream.concat(
                        Stream.ofNullable(pod.getMetadata().getCreationTimestamp()),
                        pod.getStatus().getConditions().stream()
                                .map(PodCondition::getLastTransitionTime)
                                .filter(Objects::nonNull))
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
