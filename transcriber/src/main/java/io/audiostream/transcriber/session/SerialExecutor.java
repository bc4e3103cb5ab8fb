package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of one session one after another, in order. After each step the session goes to the end of the shared
 * executor's queue, so that sessions take turns. Thread-safe.
 */
final class SerialExecutor implements Executor {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor shared;

    @GuardedBy("steps")
    private final Queue<Runnable> steps = new ArrayDeque<>();

    @GuardedBy("steps")
    private boolean scheduled;

    /** @param shared runs tasks in the order of their submission, on any thread */
    SerialExecutor(Executor shared) {
        this.shared = shared;
    }

    @Override
    public void execute(Runnable step) {
        synchronized (steps) {
            steps.add(step);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        shared.execute(this::runNext);
    }

    private void runNext() {
        Runnable step;
        synchronized (steps) {
            step = steps.remove();
        }
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.error("a step of a session failed", e);
        }
        synchronized (steps) {
            if (steps.isEmpty()) {
                scheduled = false;
                return;
            }
        }
        shared.execute(this::runNext);
    }
}
