package io.audiostream.operator.pods;

import io.audiostream.operator.status.Load;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pods said last. One that fails to answer is believed to be as it was for two more tries, and then unknown.
 * Thread-safe.
 */
final class PodLoadCache {
    private static final Logger log = LoggerFactory.getLogger(PodLoadCache.class);
    private static final int TRIES = 3;

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Optional<PodLoad> reading, int failures) {}

    void answered(Pod pod, PodLoad reading) {
        var before = seen.put(uid(pod), new Seen(Optional.of(reading), 0));
        if (before != null && before.failures() >= TRIES) {
            log.info("pod {} tells again how busy it is", name(pod));
        }
    }

    void failed(Pod pod, Exception problem) {
        var now = seen.merge(
                uid(pod),
                new Seen(Optional.empty(), 1),
                (before, _) -> new Seen(
                        before.failures() + 1 < TRIES ? before.reading() : Optional.empty(),
                        Math.min(before.failures() + 1, TRIES + 1)));
        if (now.failures() == TRIES) {
            log.info(
                    "pod {} does not tell how busy it is, so status.streams is left out: {}",
                    name(pod),
                    problem.toString());
        }
    }

    Optional<PodLoad> of(Pod pod) {
        return Optional.ofNullable(seen.get(uid(pod))).flatMap(Seen::reading);
    }

    /** Forgets all pods but these. */
    void retain(Set<String> uids) {
        seen.keySet().retainAll(uids);
    }

    /**
     * What the pods of one service come to. A pod's arguments tell its slots as long as it has not told them itself.
     */
    Load load(Collection<Pod> pods) {
        var ready = pods.stream().filter(PodInformer::isReady).toList();
        var capacity = ready.stream()
                .mapToInt(pod -> of(pod).map(PodLoad::slots).orElseGet(() -> slotsArgument(pod)))
                .sum();
        var known = ready.stream().map(this::of).flatMap(Optional::stream).toList();
        return new Load(
                capacity,
                known.size() < ready.size()
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                known.stream().mapToInt(PodLoad::streams).sum()),
                known.stream()
                        .map(PodLoad::engine)
                        .filter(Objects::nonNull)
                        .map(String::valueOf)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    private static int slotsArgument(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getArgs)
                .map(PodLoadCache::valueOfSlots)
                .filter(value -> value.matches("\\d{1,4}"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    private static String valueOfSlots(List<String> arguments) {
        var at = arguments.indexOf("--slots");
        return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : "";
    }

    static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
