package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Decides when a changed deletion cost is written. Kubernetes advises against updating the cost with every change of a
 * metric, so the writes of all pods share a rate. Changes from or to 0 streams come first, because they tell which pods
 * are idle. Any other change is due at most every 30 s per pod. Pods wait for their turn in the order in which they
 * became due. Not thread-safe.
 */
final class DueCosts {
    private static final Duration MIN_WRITE_INTERVAL = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final RateLimit rate;
    private final Map<String, Instant> notBefore = new HashMap<>();

    /** The pods that wait for a change from or to 0 streams, by uid. */
    private final SequencedMap<String, Cost> fromOrToZero = new LinkedHashMap<>();

    /** The pods that wait for another change, by uid. */
    private final SequencedMap<String, Cost> others = new LinkedHashMap<>();

    /** @param text the cost; empty: no annotation */
    record Cost(Pod pod, String text) {}

    /** @param rate of the writes of all pods together */
    DueCosts(InstantSource clock, RateLimit rate) {
        this.clock = clock;
        this.rate = rate;
    }

    /** Takes the number of streams of a pod. A pod that waits keeps its place, with its newest cost. */
    void add(Pod pod, int streams) {
        var uid = PodLoadCache.uid(pod);
        var current = current(pod);
        var cost = new Cost(pod, streams == 0 ? "" : String.valueOf(streams));
        var isFromOrToZero = current.isEmpty() || cost.text().isEmpty();
        if (current.equals(cost.text())) {
            fromOrToZero.remove(uid);
            others.remove(uid);
        } else if (isFromOrToZero) {
            others.remove(uid);
            fromOrToZero.put(uid, cost);
        } else {
            fromOrToZero.remove(uid);
            if (!clock.instant().isBefore(notBefore.getOrDefault(uid, Instant.MIN))) {
                others.put(uid, cost);
            }
        }
    }

    /** Returns the next cost to write; empty if no pod waits or the rate is used up. */
    Optional<Cost> next() {
        var first = fromOrToZero.isEmpty() ? others : fromOrToZero;
        return first.isEmpty() || !rate.take()
                ? Optional.empty()
                : Optional.of(first.pollFirstEntry().getValue());
    }

    /** Records that a cost was written. */
    void written(Cost cost) {
        notBefore.put(PodLoadCache.uid(cost.pod()), clock.instant().plus(MIN_WRITE_INTERVAL));
    }

    /** Removes the state of all pods except these. */
    void retain(Set<String> uids) {
        notBefore.keySet().retainAll(uids);
        fromOrToZero.keySet().retainAll(uids);
        others.keySet().retainAll(uids);
    }

    private static String current(Pod pod) {
        var annotations = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of());
        return annotations.getOrDefault(DeletionCosts.ANNOTATION, "");
    }
}
