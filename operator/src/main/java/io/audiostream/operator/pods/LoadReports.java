package io.audiostream.operator.pods;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.operator.status.Load;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when a changed load is worth a write of the status. Streams come and go all the time, so their number alone
 * is reported at most once per interval. The reports of all resources also share a rate: a resource waits for its turn,
 * in the order in which the resources became due. Everything else is reported at once. Thread-safe.
 */
final class LoadReports {
    private final Map<ResourceID, Report> reports = new ConcurrentHashMap<>();

    /** The newest loads of the resources that wait for their turn. */
    @GuardedBy("this")
    private final SequencedMap<ResourceID, Load> waiting = new LinkedHashMap<>();

    private final Duration interval;
    private final InstantSource clock;
    private final RateLimit rate;

    private record Report(Load load, Instant time) {}

    /**
     * @param interval minimum time between two reports of one resource that differ in their streams only
     * @param rate of reports that differ in their streams only
     */
    LoadReports(Duration interval, InstantSource clock, RateLimit rate) {
        this.interval = interval;
        this.clock = clock;
        this.rate = rate;
    }

    /** Records that the status of the resource has this load. */
    void reported(ResourceID id, Load load) {
        reports.compute(
                id,
                (_, before) ->
                        before != null && before.load().equals(load) ? before : new Report(load, clock.instant()));
    }

    /** Whether this process has recorded a report of the resource. */
    boolean has(ResourceID id) {
        return reports.containsKey(id);
    }

    /**
     * Returns the load to report now: the newest one, or the last reported one if they differ in their streams only.
     */
    Load current(ResourceID id, Load newest) {
        var before = reports.get(id);
        return before == null || isUrgent(before.load(), newest) ? newest : before.load();
    }

    /**
     * Takes the newest load of a resource. Returns whether to report it at once. A load that differs in its streams
     * only waits for its turn.
     */
    synchronized boolean isUrgent(ResourceID id, Load newest) {
        var before = reports.get(id);
        if (before == null || isUrgent(before.load(), newest)) {
            waiting.remove(id);
            return true;
        }
        // A resource that waits keeps its place, with its newest load.
        if (waiting.containsKey(id) || isDue(before, newest)) {
            waiting.put(id, newest);
        }
        return false;
    }

    /**
     * Returns the next resource whose turn it is, and records its report. Empty if none is due, or the rate is used up.
     */
    synchronized Optional<ResourceID> nextTurn() {
        while (!waiting.isEmpty() && !differs(waiting.firstEntry())) {
            waiting.pollFirstEntry();
        }
        if (waiting.isEmpty() || !rate.take()) {
            return Optional.empty();
        }
        var next = waiting.pollFirstEntry();
        reported(next.getKey(), next.getValue());
        return Optional.of(next.getKey());
    }

    private boolean differs(Map.Entry<ResourceID, Load> newest) {
        var before = reports.get(newest.getKey());
        return before != null && !before.load().equals(newest.getValue());
    }

    private static boolean isUrgent(Load before, Load newest) {
        return !before.withoutStreams().equals(newest.withoutStreams());
    }

    /** That streams become known or unknown needs no interval: they do not keep changing. */
    private boolean isDue(Report before, Load newest) {
        return !before.load().equals(newest)
                && (before.load().streams().isPresent() != newest.streams().isPresent()
                        || !clock.instant().isBefore(before.time().plus(interval)));
    }

    synchronized void remove(ResourceID id) {
        reports.remove(id);
        waiting.remove(id);
    }
}
