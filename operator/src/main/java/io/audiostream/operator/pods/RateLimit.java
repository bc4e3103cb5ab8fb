package io.audiostream.operator.pods;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bounds how many writes all resources together make within any second. Thread-safe. */
final class RateLimit {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final int writesPerSecond;
    private final InstantSource clock;

    /** The times of the latest writes, the oldest first. */
    @GuardedBy("this")
    private final Deque<Instant> latest = new ArrayDeque<>();

    /** @param writesPerSecond at least 1 */
    RateLimit(int writesPerSecond, InstantSource clock) {
        this.writesPerSecond = writesPerSecond;
        this.clock = clock;
    }

    /** Takes one write, unless the writes of the latest second have used up the limit. */
    synchronized boolean take() {
        var now = clock.instant();
        if (latest.size() == writesPerSecond) {
            if (now.isBefore(latest.getFirst().plus(PERIOD))) {
                return false;
            }
            latest.removeFirst();
        }
        latest.addLast(now);
        return true;
    }
}
