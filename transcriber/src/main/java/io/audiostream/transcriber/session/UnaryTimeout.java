package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends sessions of unary calls that exceed a time limit. Thread-safe. */
public final class UnaryTimeout {

    private final ScheduledExecutorService timer;
    private final Duration limit;
    private final boolean trustsProxy;

    /** @param limit the maximum duration of a call, above 0 */
    public UnaryTimeout(ScheduledExecutorService timer, Duration limit) {
        this(timer, limit, false);
    }

    /** @param trustsProxy whether the limit in a call's headers takes precedence, because a proxy sets it */
    public UnaryTimeout(ScheduledExecutorService timer, Duration limit, boolean trustsProxy) {
        this.timer = timer;
        this.limit = limit;
        this.trustsProxy = trustsProxy;
    }

    /** Returns the maximum duration of a call. */
    public Duration limit(CallContext call) {
        Duration proxyLimit = call.timeouts().request();
        return trustsProxy && proxyLimit != null ? proxyLimit : limit;
    }

    /** Starts a session's time now. At the limit, the session fails with a {@link TimedOutException}. */
    public void limit(StreamSession session, CallContext call) {
        Duration limit = limit(call);
        ScheduledFuture<?> timeout = timer.schedule(
                () -> session.abort(new TimedOutException(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
        session.onClosed(() -> timeout.cancel(false));
    }

    /** Signals that a unary call exceeded the time limit. */
    public static final class TimedOutException extends Exception {
        TimedOutException(Duration limit) {
            super(
                    ("the recording could not be transcribed within %s s: send it with StreamTranscriptions or UploadAudio, "
                                    + "or in shorter parts")
                            .formatted(limit.toMillis() / 1000.0));
        }
    }
}
