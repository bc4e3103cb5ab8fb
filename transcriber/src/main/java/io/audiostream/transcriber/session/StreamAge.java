package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends live streams at their maximum age, with their finals and a point to resume from. Thread-safe. */
public final class StreamAge {

    private final ScheduledExecutorService timer;
    private final Duration limit;

    /** @param limit the maximum age; zero for none */
    public StreamAge(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /** Starts a session's time now. At the limit, the session ends as by {@link StreamSession#retire}. */
    void limit(StreamSession session) {
        if (limit.isZero()) {
            return;
        }
        ScheduledFuture<?> end = timer.schedule(session::retire, limit.toNanos(), TimeUnit.NANOSECONDS);
        session.onClosed(() -> end.cancel(false));
    }
}
