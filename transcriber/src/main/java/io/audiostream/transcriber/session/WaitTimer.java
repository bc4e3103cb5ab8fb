package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action when a session has waited for audio for a time, and again if it waits on. One task of the timer waits
 * for each session: at its time it finds how long the session has waited, and schedules itself for the rest.
 */
final class WaitTimer implements Runnable {

    private final ScheduledExecutorService timer;
    private final StreamSession session;
    private final Supplier<Duration> limit;
    private final Consumer<Duration> action;
    private volatile @Nullable ScheduledFuture<?> next;

    private WaitTimer(
            ScheduledExecutorService timer,
            StreamSession session,
            Supplier<Duration> limit,
            Consumer<Duration> action) {
        this.timer = timer;
        this.session = session;
        this.limit = limit;
        this.action = action;
    }

    /**
     * Starts a timer, which stops when the session ends.
     *
     * @param limit returns the time to wait, above 0
     * @param action receives that time, on the timer's thread; must not block
     */
    static void start(
            ScheduledExecutorService timer,
            StreamSession session,
            Supplier<Duration> limit,
            Consumer<Duration> action) {
        var wait = new WaitTimer(timer, session, limit, action);
        wait.schedule(limit.get());
        session.onClosed(wait::cancel);
    }

    @Override
    public void run() {
        Duration current = limit.get();
        Duration rest = current.minus(session.pace().waited());
        if (rest.isPositive()) {
            schedule(rest);
        } else {
            action.accept(current);
            schedule(current);
        }
    }

    private void schedule(Duration delay) {
        if (!session.isClosed()) {
            next = timer.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
            if (session.isClosed()) {
                cancel();
            }
        }
    }

    private void cancel() {
        ScheduledFuture<?> scheduled = next;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
