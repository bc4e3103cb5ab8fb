package io.audiostream.client.cli;

import java.time.Duration;

/** Paces audio at the speed of speech. After a delay it lets audio through at once until real time is reached again. */
final class Pacer {

    private final Ticker ticker;
    private final long start;

    /** The first sample counts as spoken now. */
    Pacer(Ticker ticker) {
        this.ticker = ticker;
        this.start = ticker.nanoTime();
    }

    /** Waits until the audio up to this position would have been spoken. */
    void awaitPosition(Duration position) throws InterruptedException {
        long early = start + position.toNanos() - ticker.nanoTime();
        if (early > 0) {
            ticker.sleep(Duration.ofNanos(early));
        }
    }
}
