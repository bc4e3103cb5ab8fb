package io.audiostream.operator.pods;

import io.audiostream.operator.status.Load;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when a changed load is worth a write of the status. Streams come and go all the time, so their number alone
 * is reported at most once per interval, and only while the budget of all resources allows it. Everything else is
 * reported at once. Thread-safe.
 */
final class LoadReports {
    private final Map<ResourceID, Report> reports = new ConcurrentHashMap<>();
    private final Duration interval;
    private final InstantSource clock;
    private final ReportBudget budget;

    private record Report(Load load, Instant time) {}

    /**
     * @param interval minimum time between two reports of one resource that differ in their streams only
     * @param budget of reports that differ in their streams only
     */
    LoadReports(Duration interval, InstantSource clock, ReportBudget budget) {
        this.interval = interval;
        this.clock = clock;
        this.budget = budget;
    }

    /** Records that the status of the resource has this load. */
    void reported(ResourceID id, Load load) {
        reports.compute(
                id,
                (_, before) ->
                        before != null && before.load().equals(load) ? before : new Report(load, clock.instant()));
    }

    /**
     * Returns the load to report now: the newest one, or the last reported one as long as only the number of streams
     * differs and the interval has not passed or the budget is used up.
     */
    Load current(ResourceID id, Load newest) {
        var before = reports.get(id);
        return before == null || before.load().equals(newest) || isDue(before, newest) ? newest : before.load();
    }

    /** Whether the newest load differs from the reported one and is due. Takes from the budget if that decides. */
    boolean isDue(ResourceID id, Load newest) {
        var before = reports.get(id);
        return before == null || !before.load().equals(newest) && isDue(before, newest);
    }

    private boolean isDue(Report before, Load newest) {
        return !before.load().withoutStreams().equals(newest.withoutStreams())
                || before.load().streams().isPresent() != newest.streams().isPresent()
                || !clock.instant().isBefore(before.time().plus(interval)) && budget.take();
    }

    void remove(ResourceID id) {
        reports.remove(id);
    }
}
