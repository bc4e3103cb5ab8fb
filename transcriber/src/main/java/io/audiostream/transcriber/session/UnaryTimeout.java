package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends a session that answers a unary call when it has taken too long. Thread-safe. */
public final class UnaryTimeout {

    private final ScheduledExecutorService timer;
    private final Duration limit;

    public UnaryTimeout(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /** The session's time begins now. When it is up, the session fails with a {@link TimedOutException}. */
    public void limit(StreamSession session) {
        ScheduledFuture<?> timeout = timer.schedule(
                () -> session.abort(new TimedOutException(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
        session.whenOver(() -> timeout.cancel(false));
    }

    /** A unary call was not done in time. */
    public static final class TimedOutException extends Exception {
        TimedOutException(Duration limit) {
            super(
                    ("the recording could not be transcribed within %s s: send it by StreamTranscriptions or UploadAudio, "
                                    + "or in shorter pieces")
                            .formatted(limit.toMillis() / 1000.0));
        }
    }
}
