package io.audiostream.client.cli;

import java.time.Duration;

/** A monotonic clock. */
interface Ticker {

    /** Nanoseconds since an arbitrary origin. */
    long nanoTime();

    void sleep(Duration duration) throws InterruptedException;

    /** The system clock. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                // Waits until the next chunk would have been spoken; there is no event to wait for.
                Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
            }
        };
    }
}
