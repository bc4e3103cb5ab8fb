package io.audiostream.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream. It is decided once, then reported to the listener, and reached when the listener has returned.
 * Thread-safe.
 */
final class StreamEnd {

    @GuardedBy("this")
    private boolean decided;

    @GuardedBy("this")
    private boolean reached;

    @GuardedBy("this")
    private @Nullable TranscriptionException failure;

    /**
     * Decides how the stream ends.
     *
     * @param reason the error that ends it, if there is one
     * @return false if that was decided before
     */
    synchronized boolean decide(Optional<TranscriptionException> reason) {
        if (decided) {
            return false;
        }
        decided = true;
        failure = reason.orElse(null);
        return true;
    }

    synchronized boolean isDecided() {
        return decided;
    }

    /** Throws the error that ends the stream, if there is one. */
    synchronized void throwFailure() throws TranscriptionException {
        if (failure != null) {
            // A new exception for each caller, so that its stack trace is the caller's.
            throw new TranscriptionException(failure);
        }
    }

    synchronized void reach() {
        reached = true;
        notifyAll();
    }

    synchronized void await() throws TranscriptionException, InterruptedException {
        while (!reached) {
            wait();
        }
        throwFailure();
    }

    /** Returns whether the end was reached within the time. */
    synchronized boolean await(Duration timeout) throws TranscriptionException, InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        long until = System.nanoTime() + nanos;
        for (long left = nanos; !reached && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (reached) {
            throwFailure();
        }
        return reached;
    }
}
