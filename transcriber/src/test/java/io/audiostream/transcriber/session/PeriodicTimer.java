package io.audiostream.transcriber.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose periods end when a test asks for it. Other tasks run on time. */
public final class PeriodicTimer extends ScheduledThreadPoolExecutor {

    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

    public PeriodicTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
        tasks.add(task);
        return schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    /** Returns the number of periodic tasks so far. */
    public int tasks() {
        return tasks.size();
    }

    /** Runs all periodic tasks once. */
    public void endPeriod() {
        tasks.forEach(Runnable::run);
    }
}
