package io.audiostream.client.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that {@link #sleep} and {@link #advance} move forward. Sleep returns at once. */
final class ManualTicker implements Ticker {

    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private volatile long now = 42;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        sleeps.add(duration);
        advance(duration);
    }

    void advance(Duration duration) {
        now += duration.toNanos();
    }

    List<Duration> sleeps() {
        return sleeps;
    }
}
