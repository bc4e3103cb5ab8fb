package io.audiostream.transcriber.grpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer that runs its tasks when a test asks for it, whatever the clock shows. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

    private final Map<Runnable, Duration> tasks = new ConcurrentHashMap<>();

    ManualTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        tasks.put(task, Duration.of(delay, unit.toChronoUnit()));
        return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    /** Returns the number of tasks scheduled with a delay. */
    long scheduled(Duration delay) {
        return tasks.values().stream().filter(delay::equals).count();
    }

    /** Runs all tasks. */
    void expire() {
        tasks.keySet().forEach(Runnable::run);
    }
}
