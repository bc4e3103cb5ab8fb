package io.audiostream.operator.pods;

import io.audiostream.operator.status.EnvoyReport;
import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.status.Load;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.HashMap;
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
 * Holds the latest load of each pod. A pod that fails to report keeps its latest load for two polls; with the third
 * failure in a row its load becomes unknown. Thread-safe.
 */
final class PodLoadCache {
    private static final Logger log = LoggerFactory.getLogger(PodLoadCache.class);
    private static final int MAX_FAILURES = 3;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param failures polls that failed since the latest success, counted up to one more than the maximum */
    private record Entry(Optional<PodLoad> load, int failures) {}

    void recordSuccess(Pod pod, PodLoad load) {
        var before = entries.put(uid(pod), new Entry(Optional.of(load), 0));
        if (before != null && before.failures() >= MAX_FAILURES) {
            log.info("pod {} reports its load again", name(pod));
        }
    }

    void recordFailure(Pod pod, Exception failure) {
        var now = entries.merge(
                uid(pod),
                new Entry(Optional.empty(), 1),
                (before, _) -> new Entry(
                        before.failures() + 1 < MAX_FAILURES ? before.load() : Optional.empty(),
                        Math.min(before.failures() + 1, MAX_FAILURES + 1)));
        if (now.failures() == MAX_FAILURES) {
            log.info(
                    "pod {} failed to report its load {} times in a row, so status.streams stays empty; check that no"
                            + " NetworkPolicy keeps the operator from the pod: {}",
                    name(pod),
                    MAX_FAILURES,
                    failure.toString());
        }
    }

    Optional<PodLoad> of(Pod pod) {
        return Optional.ofNullable(entries.get(uid(pod))).flatMap(Entry::load);
    }

    /** Whether each of the pods that is ready has been asked for its load. */
    boolean haveBeenAsked(Collection<Pod> pods) {
        return pods.stream().filter(PodInformer::isReady).allMatch(pod -> entries.containsKey(uid(pod)));
    }

    /** Returns the load of a pod that serves: not that of its fetch before. */
    private Optional<PodLoad> served(Pod pod) {
        return of(pod).filter(load -> load.fetch() == null);
    }

    /** Removes the loads of all pods except these. */
    void retain(Set<String> uids) {
        entries.keySet().retainAll(uids);
    }

    /**
     * The total load of one service's pods. Until a pod has reported its load, its slots are those of its arguments.
     */
    Load load(Collection<Pod> pods) {
        var ready = pods.stream().filter(PodInformer::isReady).toList();
        var capacity = ready.stream()
                .mapToInt(pod -> served(pod).map(PodLoad::slots).orElseGet(() -> slotsArgument(pod)))
                .sum();
        var known = ready.stream().map(this::served).flatMap(Optional::stream).toList();
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
                        .collect(Collectors.joining(", ")),
                fetches(pods),
                envoys(pods));
    }

    private Map<String, FetchReport> fetches(Collection<Pod> pods) {
        var reports = new HashMap<String, FetchReport>();
        pods.stream()
                .filter(PodInformer::fetchesModel)
                .forEach(pod -> of(pod).map(PodLoad::fetch)
                        .ifPresent(report -> reports.put(pod.getMetadata().getName(), report)));
        return reports;
    }

    private Map<String, EnvoyReport> envoys(Collection<Pod> pods) {
        var reports = new HashMap<String, EnvoyReport>();
        pods.forEach(pod -> of(pod).map(PodLoad::envoy)
                .ifPresent(report -> reports.put(pod.getMetadata().getName(), report)));
        return reports;
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
        var slots = slotsArguments(arguments);
        return slots.isEmpty() ? "" : slots.getLast();
    }

    /** Returns the option that sets the slots, with its value; empty if there is none. */
    static List<String> slotsArguments(List<String> arguments) {
        var index = arguments.indexOf("--slots");
        return index >= 0 && index + 1 < arguments.size()
                ? List.copyOf(arguments.subList(index, index + 2))
                : List.of();
    }

    static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
