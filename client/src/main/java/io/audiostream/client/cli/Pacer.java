package io.audiostream.client.cli;

import java.time.Duration;

/** Lets audio through no faster than it would be spoken. Time lost on the way is caught up. */
final class Pacer {

    private final Ticker ticker;
    private final long start;

    /** Starts now, at the first sample. */
    Pacer(Ticker ticker) {
        this.ticker = ticker;
        this.start = ticker.nanoTime();
    }

    /** Waits until a speaker who began at the start would have come to this position. */
    void awaitPosition(Duration position) throws InterruptedException {
        long early = start + position.toNanos() - ticker.nanoTime();
        if (early > 0) {
            ticker.sleep(Duration.ofNanos(early));
        }
    }
}
