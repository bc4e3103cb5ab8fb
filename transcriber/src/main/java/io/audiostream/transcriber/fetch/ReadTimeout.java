package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Aborts transfers that stall. The HTTP client itself has no timeout for the body. Thread-safe. */
final class ReadTimeout implements AutoCloseable {

    private final Duration timeout;
    private final ScheduledThreadPoolExecutor timer;

    /** @param timeout maximum time of one read */
    ReadTimeout(Duration timeout) {
        this(
                timeout,
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("read-timeout").factory()));
    }

    /** @param timer runs the timeouts; closed with this object */
    ReadTimeout(Duration timeout, ScheduledThreadPoolExecutor timer) {
        this.timeout = timeout;
        this.timer = timer;
        timer.setRemoveOnCancelPolicy(true); // each read cancels a task
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * Reads as {@link InputStream#read(byte[])} does.
     *
     * @throws IOException also when no byte arrives within the timeout; then {@code in} is closed
     */
    int read(InputStream in, byte[] buffer) throws IOException {
        var timedOut = new AtomicBoolean();
        ScheduledFuture<?> task = timer.schedule(
                () -> {
                    timedOut.set(true);
                    closeQuietly(in);
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw timedOut.get() ? new IOException("no data for %d s".formatted(timeout.toSeconds()), e) : e;
        } finally {
            task.cancel(false);
        }
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // The read fails in any case.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
