package io.audiostream.operator.pods;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Bounds how many reports all resources together make in a second. Thread-safe. */
final class ReportBudget {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final int reportsPerSecond;
    private final InstantSource clock;

    @GuardedBy("this")
    private Instant start = Instant.MIN;

    @GuardedBy("this")
    private int used;

    /** @param reportsPerSecond at least 1 */
    ReportBudget(int reportsPerSecond, InstantSource clock) {
        this.reportsPerSecond = reportsPerSecond;
        this.clock = clock;
    }

    /** Takes one report from the budget, unless it is used up for this second. */
    synchronized boolean take() {
        var now = clock.instant();
        if (start.equals(Instant.MIN) || !now.isBefore(start.plus(PERIOD))) {
            start = now;
            used = 0;
        }
        if (used == reportsPerSecond) {
            return false;
        }
        used++;
        return true;
    }
}
