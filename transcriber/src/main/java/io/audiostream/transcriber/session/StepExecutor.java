package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of all sessions on threads of its own. A step computes for some milliseconds (decoding of bytes, voice
 * activity detection). On virtual threads it would hold a carrier thread for that time, and probes and calls would wait
 * for it. Steps of live sessions precede those of recordings; of {@value #LIVE_STEPS_PER_RECORDING_STEP} + 1 steps, at
 * least one is of a recording that waits. Thread-safe.
 */
public final class StepExecutor implements AutoCloseable {

    static final int LIVE_STEPS_PER_RECORDING_STEP = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition available = lock.newCondition();

    @GuardedBy("lock")
    private final Queue<Runnable> live = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Queue<Runnable> recordings = new ArrayDeque<>();

    @GuardedBy("lock")
    private int liveSteps;

    @GuardedBy("lock")
    private boolean closed;

    /** @param threads maximum number of concurrent steps, at least 1 */
    public StepExecutor(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().name("session-" + i).start(this::work);
        }
    }

    /** Returns the executor of one session, which runs its steps one after another, in order. */
    Executor forSession(boolean isLive) {
        return new SerialExecutor(step -> submit(isLive, step));
    }

    private void submit(boolean isLive, Runnable step) {
        lock.lock();
        try {
            if (!closed) {
                (isLive ? live : recordings).add(step);
                available.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Runnable next = take(); next != null; next = take()) {
            next.run();
        }
    }

    private @Nullable Runnable take() {
        lock.lock();
        try {
            while (!closed && live.isEmpty() && recordings.isEmpty()) {
                available.awaitUninterruptibly();
            }
            return closed ? null : next();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable Runnable next() {
        boolean recordingsTurn = liveSteps >= LIVE_STEPS_PER_RECORDING_STEP;
        if (!recordings.isEmpty() && (live.isEmpty() || recordingsTurn)) {
            liveSteps = 0;
            return recordings.poll();
        }
        liveSteps = recordings.isEmpty() ? 0 : liveSteps + 1;
        return live.poll();
    }

    /** Runs no more steps; those that run now continue to their end. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            live.clear();
            recordings.clear();
            available.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
