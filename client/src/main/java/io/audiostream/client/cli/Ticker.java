package io.audiostream.client.cli;

import java.time.Duration;

/** Time that passes. */
interface Ticker {

    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    void sleep(Duration duration) throws InterruptedException;

    /** The machine's time. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                // The pace of speech itself: the next chunk is not spoken yet.
                Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
            }
        };
    }
}
