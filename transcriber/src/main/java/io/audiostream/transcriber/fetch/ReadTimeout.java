package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Breaks off transfers that no byte comes from any more; the HTTP client would wait for ever. */
final class ReadTimeout implements AutoCloseable {

    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("stall-watch").factory());

    /** @param patience how long nothing may come */
    ReadTimeout(Duration patience) {
        this.patience = patience;
        timer.setRemoveOnCancelPolicy(true); // one is cancelled each read
    }

    Duration patience() {
        return patience;
    }

    /**
     * Reads as {@link InputStream#read(byte[])} does.
     *
     * @throws IOException also when nothing came for too long
     */
    int read(InputStream in, byte[] buffer) throws IOException {
        var stalled = new AtomicBoolean();
        ScheduledFuture<?> watch = timer.schedule(
                () -> {
                    stalled.set(true);
                    closeQuietly(in);
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw stalled.get() ? new IOException("nothing came for %d s".formatted(patience.toSeconds()), e) : e;
        } finally {
            watch.cancel(false);
        }
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // The reader hears of it.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
