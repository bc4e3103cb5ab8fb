package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Limits the memory that audio of all calls occupies before the sessions have consumed it. Thread-safe; never blocks.
 */
public final class MemoryBudget {

    private final long total;

    @GuardedBy("this")
    private long reserved;

    /** @param total number of bytes, above 0 */
    public MemoryBudget(long total) {
        if (total <= 0) {
            throw new IllegalArgumentException("the budget is %d bytes, not above 0".formatted(total));
        }
        this.total = total;
    }

    /**
     * Returns half of the maximum heap. The other half is for the sessions and for copies while a message is parsed.
     */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
    }

    /** Returns the total number of bytes. */
    public long total() {
        return total;
    }

    /** Returns the number of reserved bytes. */
    public synchronized long reserved() {
        return reserved;
    }

    /**
     * Reserves bytes. A single reservation may exceed the budget, so that a small heap still serves the largest message
     * that the configuration permits.
     *
     * @return false if other reservations leave too few bytes
     */
    synchronized boolean tryReserve(long bytes) {
        if (reserved > 0 && reserved + bytes > total) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    synchronized void release(long bytes) {
        reserved -= bytes;
    }
}
