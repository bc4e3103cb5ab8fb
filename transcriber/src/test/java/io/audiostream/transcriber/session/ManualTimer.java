package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A timer with a clock of its own. It runs its tasks when a test asks for it, whatever the clock shows. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {

    private final AtomicLong now = new AtomicLong();
    private final Map<Runnable, Duration> tasks = new ConcurrentHashMap<>();

    public ManualTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        tasks.put(task, Duration.of(delay, unit.toChronoUnit()));
        return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    /** Returns the time of this timer's clock, in nanoseconds. */
    public long nanoTime() {
        return now.get();
    }

    /** Advances the clock, and then runs all tasks. */
    public void advance(Duration time) {
        now.addAndGet(time.toNanos());
        expire();
    }

    /** Returns the number of tasks scheduled with a delay. */
    public long scheduled(Duration delay) {
        return tasks.values().stream().filter(delay::equals).count();
    }

    /** Runs all tasks. */
    public void expire() {
        tasks.keySet().forEach(Runnable::run);
    }
}
