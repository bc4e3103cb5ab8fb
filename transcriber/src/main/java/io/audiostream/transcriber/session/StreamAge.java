package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends live streams that have become too old, with their finals and the point to go on from. Thread-safe. */
public final class StreamAge {

    private final ScheduledExecutorService timer;
    private final Duration limit;

    /** @param limit the maximum age; zero: none */
    public StreamAge(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /** The session's time begins now. When it is up, the session ends as with {@link StreamSession#retire}. */
    public void limit(StreamSession session) {
        if (limit.isZero()) {
            return;
        }
        ScheduledFuture<?> end = timer.schedule(session::retire, limit.toNanos(), TimeUnit.NANOSECONDS);
        session.whenOver(() -> end.cancel(false));
    }
}
