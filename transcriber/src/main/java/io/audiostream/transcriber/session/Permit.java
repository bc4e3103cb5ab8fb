package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.scheduling.SlotPool;

/**
 * The slots and memory for the audio of one call: one slot, or one for each separate channel. The call acquires it
 * before the server reads a message. The memory starts with {@link #ALLOWANCE_BYTES}, which every slot has, so that
 * calls with small messages never wait for others. Closing the permit frees slots and memory; closing is idempotent.
 * Thread-safe; never blocks.
 */
public final class Permit implements AutoCloseable {

    /** Size of the messages that need no reservation: 30 s of 16 kHz mono 16-bit PCM. */
    public static final long ALLOWANCE_BYTES = 1 << 20;

    private final SlotPool.Slot slot;
    private final MemoryBudget budget;

    @GuardedBy("this")
    private long reserved;

    @GuardedBy("this")
    private long held;

    @GuardedBy("this")
    private boolean closed;

    Permit(SlotPool.Slot slot, MemoryBudget budget) {
        this.slot = slot;
        this.budget = budget;
    }

    /**
     * Takes as many slots as needed for a total of this call. All or none.
     *
     * @return false if other calls leave too few. A closed permit takes none: its call has ended.
     */
    synchronized boolean occupy(int slots) {
        return closed || slot.growTo(slots);
    }

    /** Returns the number of bytes that the call may hold. */
    public synchronized long bytes() {
        return Math.max(ALLOWANCE_BYTES, reserved);
    }

    /**
     * Reserves memory up to a total for this call.
     *
     * @return false if other calls leave too little memory, or the permit is closed
     */
    public synchronized boolean growTo(long bytes) {
        if (closed) {
            return false;
        }
        if (bytes <= bytes()) {
            return true;
        }
        if (!budget.tryReserve(bytes - reserved)) {
            return false;
        }
        reserved = bytes;
        return true;
    }

    /** Releases memory down to a total for this call, at least the allowance. */
    public synchronized void shrinkTo(long bytes) {
        long remaining = bytes <= ALLOWANCE_BYTES ? 0 : bytes;
        if (remaining < reserved) {
            budget.release(reserved - remaining);
            reserved = remaining;
        }
    }

    /**
     * Reserves memory, up to a total, for audio that the session keeps besides the messages.
     *
     * @return false if other calls leave too little memory, or the permit is closed
     */
    synchronized boolean hold(long bytes) {
        if (closed || bytes <= Math.max(ALLOWANCE_BYTES, held)) {
            return !closed;
        }
        if (!budget.tryReserve(bytes - held)) {
            return false;
        }
        held = bytes;
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        shrinkTo(0);
        budget.release(held);
        held = 0;
        slot.close();
    }
}
