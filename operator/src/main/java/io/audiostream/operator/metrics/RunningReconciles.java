package io.audiostream.operator.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds reconciles that hang: each occupies a thread, and its resource is no longer looked after. Thread-safe. */
final class RunningReconciles {
    /**
     * Longer than a reconcile can take whose requests to the API server all end by their timeout, after all retries.
     */
    static final Duration MAX_DURATION = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Map<Object, Instant> starts = new ConcurrentHashMap<>();

    RunningReconciles(InstantSource clock) {
        this.clock = clock;
    }

    /** Records the start of a reconcile; returns a key for its end. */
    Object started() {
        var key = new Object();
        starts.put(key, clock.instant());
        return key;
    }

    void ended(Object key) {
        starts.remove(key);
    }

    /** Returns how long the oldest reconcile has run, if that is longer than a reconcile can take. */
    Optional<Duration> stuck() {
        return starts.values().stream()
                .min(Comparator.naturalOrder())
                .map(start -> Duration.between(start, clock.instant()))
                .filter(duration -> duration.compareTo(MAX_DURATION) > 0);
    }
}
