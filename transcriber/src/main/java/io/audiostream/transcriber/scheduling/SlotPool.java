package io.audiostream.transcriber.scheduling;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The number of streams that are served at once. Thread-safe; never blocks. */
public final class SlotPool {

    private int total;
    private int inUse;

    /** @param total number of slots, at least 1 */
    public SlotPool(int total) {
        resize(total);
    }

    /**
     * Changes the number of slots. Those in use stay so, also when there are more of them then.
     *
     * @param newTotal at least 1
     */
    public synchronized void resize(int newTotal) {
        if (newTotal < 1) {
            throw new IllegalArgumentException("slots must be at least 1, not " + newTotal);
        }
        total = newTotal;
    }

    /** A slot, or nothing when all are in use. */
    public synchronized Optional<Slot> tryAcquire() {
        if (inUse >= total) {
            return Optional.empty();
        }
        inUse++;
        return Optional.of(new Slot());
    }

    public synchronized int total() {
        return total;
    }

    public synchronized int inUse() {
        return inUse;
    }

    private synchronized void release() {
        inUse--;
    }

    /** A slot in use. Closing it more than once frees it once. */
    public final class Slot implements AutoCloseable {

        private final AtomicBoolean closed = new AtomicBoolean();

        private Slot() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release();
            }
        }
    }
}
