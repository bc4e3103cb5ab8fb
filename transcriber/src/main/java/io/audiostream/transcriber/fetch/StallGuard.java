package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream on which nothing has come for too long, so that whoever reads it does not wait for ever. */
final class StallGuard implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final InputStream guarded;
    private volatile boolean heard;

    StallGuard(InputStream guarded, Duration patience) {
        this.guarded = guarded;
        var _ = timer.scheduleAtFixedRate(this::check, patience.toNanos(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Something has come. */
    void heard() {
        heard = true;
    }

    private void check() {
        if (!heard) {
            try {
                guarded.close();
            } catch (IOException e) {
                // Then the reader has heard of it already.
                timer.shutdown();
            }
        }
        heard = false;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
