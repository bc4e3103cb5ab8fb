package io.audiostream.transcriber.scheduling;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** The fixed number of streams that are served at once. Thread-safe; never blocks. */
public final class SlotPool {

    private final int total;
    private final Semaphore free;

    /**
     * @param total number of slots, at least 1
     */
    public SlotPool(int total) {
        if (total < 1) {
            throw new IllegalArgumentException("slots must be at least 1, not " + total);
        }
        this.total = total;
        free = new Semaphore(total);
    }

    /** A slot, or nothing when all are in use. */
    public Optional<Slot> tryAcquire() {
        return free.tryAcquire() ? Optional.of(new Slot()) : Optional.empty();
    }

    public int total() {
        return total;
    }

    public int inUse() {
        return total - free.availablePermits();
    }

    /** A slot in use. Closing it more than once frees it once. */
    public final class Slot implements AutoCloseable {

        private final AtomicBoolean closed = new AtomicBoolean();

        private Slot() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
