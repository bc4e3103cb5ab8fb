package io.audiostream.transcriber.scheduling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits the number of concurrent sessions: each occupies a slot. Thread-safe; never blocks. */
public final class SlotPool {

    /** Maximum number of slots of a server. */
    public static final int MAX_SLOTS = 256;

    @GuardedBy("this")
    private int total;

    @GuardedBy("this")
    private int inUse;

    /** @param total number of slots, at least 1 */
    public SlotPool(int total) {
        resize(total);
    }

    /**
     * Changes the number of slots. Slots in use stay in use, even if the new number is smaller.
     *
     * @param newTotal at least 1
     */
    public synchronized void resize(int newTotal) {
        if (newTotal < 1) {
            throw new IllegalArgumentException("slots must be at least 1, not " + newTotal);
        }
        total = newTotal;
    }

    /** Takes a slot. Returns empty if all are in use. */
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

    /** A slot in use. Closing it frees it; closing is idempotent. */
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
