package io.audiostream.transcriber.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        lock.lock();
        try {
            started.add(new StartedDecode(request, threads));
            changed.signalAll();
            while (!open && permits == 0) {
                if (isCancelled.getAsBoolean()) {
                    cancelled++;
                    throw new DecodeCancelledException();
                }
                // A native decoder polls the flag too.
                changed.await(Duration.ofMillis(5).toNanos(), TimeUnit.NANOSECONDS);
            }
            permits = open ? permits : permits - 1;
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
