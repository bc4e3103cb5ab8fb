package io.audiostream.transcriber.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets decodes of the fake engine pass, or blocks them until they are cancelled or released. Thread-safe. */
public final class Gate {

    /** A decode that started. */
    public record StartedDecode(DecodeRequest request, int threads) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<StartedDecode> started = new ArrayList<>();
    private boolean open = true;
    private int permits;
    private final Set<String> released = new HashSet<>();
    private int cancelled;

    /** Blocks decodes from now on. */
    public void close() {
        set(() -> open = false);
    }

    /** Releases all decodes. */
    public void open() {
        set(() -> open = true);
    }

    /** Releases one decode. */
    public void letOneThrough() {
        set(() -> permits++);
    }

    /** Releases the decodes with a prompt. */
    public void letThrough(String prompt) {
        set(() -> released.add(prompt));
    }

    /** The decodes that started, in order. */
    public List<StartedDecode> started() {
        lock.lock();
        try {
            return List.copyOf(started);
        } finally {
            lock.unlock();
        }
    }

    /** Number of decodes that stopped because they were cancelled. */
    public int cancelledCount() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    void pass(DecodeRequest request, int threads, BooleanSupplier isCancelled) throws DecodeCancelledException {
        set(() -> started.add(new StartedDecode(request, threads)));
        while (!passes(request)) {
            // Without the lock, because the poll blocks while the decode is paused.
            if (isCancelled.getAsBoolean()) {
                set(() -> cancelled++);
                throw new DecodeCancelledException();
            }
        }
    }

    private boolean passes(DecodeRequest request) throws DecodeCancelledException {
        lock.lock();
        try {
            if (open || released.contains(request.prompt())) {
                return true;
            }
            if (permits > 0) {
                permits--;
                return true;
            }
            // A native decoder polls the flag too.
            var _ = changed.await(Duration.ofMillis(5).toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DecodeCancelledException();
        } finally {
            lock.unlock();
        }
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
