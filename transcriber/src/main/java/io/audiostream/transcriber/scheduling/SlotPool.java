package io.audiostream.transcriber.scheduling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits the number of concurrent sessions: each occupies a slot, or one for each channel that it transcribes.
 * Thread-safe; never blocks.
 */
public final class SlotPool {

    /** Maximum number of slots of a server. */
    public static final int MAX_SLOTS = 256;

    private final int perCaller;

    @GuardedBy("this")
    private int total;

    @GuardedBy("this")
    private int inUse;

    /** Slots in use by caller. Has no entry for a caller without a slot, so it cannot outgrow the slots. */
    @GuardedBy("this")
    private final Map<String, Integer> inUseByCaller = new HashMap<>();

    /** @param total number of slots, at least 1; one caller may use them all */
    public SlotPool(int total) {
        this(total, Integer.MAX_VALUE);
    }

    /**
     * @param total number of slots, at least 1
     * @param perCaller slots that one caller may use at once, at least 1
     */
    public SlotPool(int total, int perCaller) {
        if (perCaller < 1) {
            throw new IllegalArgumentException("slots per caller must be at least 1, not " + perCaller);
        }
        this.perCaller = perCaller;
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

    /** Takes a slot for a caller without a name, as {@link #tryAcquire(String)}. */
    public Optional<Slot> tryAcquire() {
        return tryAcquire("");
    }

    /** Takes a slot. Returns empty if all are in use, or the caller has as many as it may use. */
    public synchronized Optional<Slot> tryAcquire(String caller) {
        return take(caller, 1) ? Optional.of(new Slot(caller)) : Optional.empty();
    }

    private synchronized boolean take(String caller, int slots) {
        if (inUse + slots > total || inUseByCaller.getOrDefault(caller, 0) + slots > perCaller) {
            return false;
        }
        inUse += slots;
        inUseByCaller.merge(caller, slots, Integer::sum);
        return true;
    }

    /** Returns whether a caller could take a slot now. */
    public synchronized boolean isFree(String caller) {
        return inUse < total && !isAtLimit(caller);
    }

    /** Returns whether a caller has as many slots as it may use. */
    public boolean isAtLimit(String caller) {
        return isAtLimit(caller, 1);
    }

    /** Returns whether a caller may not use a number of slots more than it does. */
    public synchronized boolean isAtLimit(String caller, int more) {
        return inUseByCaller.getOrDefault(caller, 0) + more > perCaller;
    }

    /** Returns the number of slots that one caller may use at once. */
    public int perCaller() {
        return perCaller;
    }

    public synchronized int total() {
        return total;
    }

    public synchronized int inUse() {
        return inUse;
    }

    private synchronized void release(String caller, int count) {
        inUse -= count;
        inUseByCaller.computeIfPresent(caller, (_, slots) -> slots == count ? null : slots - count);
    }

    /** A slot in use, or several of one session. Closing it frees them; closing is idempotent. Thread-safe. */
    public final class Slot implements AutoCloseable {

        private final String caller;

        @GuardedBy("this")
        private int count = 1;

        private Slot(String caller) {
            this.caller = caller;
        }

        /**
         * Takes more slots, up to a total. All or none.
         *
         * @return false if too few are free, or the caller may not use as many, or this is closed
         */
        public synchronized boolean growTo(int slots) {
            if (count == 0) {
                return false;
            }
            if (slots > count) {
                if (!take(caller, slots - count)) {
                    return false;
                }
                count = slots;
            }
            return true;
        }

        @Override
        public synchronized void close() {
            if (count > 0) {
                release(caller, count);
                count = 0;
            }
        }
    }
}
