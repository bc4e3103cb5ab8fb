package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;

/**
 * Admits calls of every protocol: reserves a slot, and memory for the audio, before the server reads a message. Counts
 * refusals. Thread-safe; never blocks.
 */
public final class Admission {

    private final SlotPool slots;
    private final MemoryBudget memory;
    private final Serving serving;
    private final SessionObserver.Factory observers;
    private final Runnable onNoSlot;

    /** Whether the server serves calls at all. */
    interface Serving {
        /** @throws SessionRefusedException if the server is starting or shutting down */
        void check() throws SessionRefusedException;
    }

    /** @param onNoSlot called when a call finds no slot; must not block */
    Admission(
            SlotPool slots,
            MemoryBudget memory,
            Serving serving,
            SessionObserver.Factory observers,
            Runnable onNoSlot) {
        this.slots = slots;
        this.memory = memory;
        this.serving = serving;
        this.observers = observers;
        this.onNoSlot = onNoSlot;
    }

    /**
     * Checks whether a call could be admitted now. Reserves nothing.
     *
     * @param caller who calls, as {@link CallContext#caller}
     * @throws SessionRefusedException if it could not
     */
    public void check(String caller) throws SessionRefusedException {
        try {
            serving.check();
            if (!slots.isFree(caller)) {
                throw noSlot(caller);
            }
        } catch (SessionRefusedException e) {
            throw recorded(e);
        }
    }

    /**
     * Admits a call before the server reads its first message.
     *
     * @param caller who calls, as {@link CallContext#caller}
     * @return the slot of the call. The caller closes it, unless a session that opens with it ends first.
     * @throws SessionRefusedException if the call cannot be admitted
     */
    public Permit admit(String caller) throws SessionRefusedException {
        try {
            serving.check();
            return new Permit(slots.tryAcquire(caller).orElseThrow(() -> noSlot(caller)), memory);
        } catch (SessionRefusedException e) {
            throw recorded(e);
        }
    }

    /**
     * Takes a slot for each channel of an admitted call, which has one. All or none. Does not count a refusal.
     *
     * @param caller who calls, as {@link CallContext#caller}
     * @throws SessionRefusedException if there are too few; the call keeps the slot that it has
     */
    void occupy(Permit permit, String caller, int channels) throws SessionRefusedException {
        if (channels > 1 && !permit.occupy(channels)) {
            throw noSlots(caller, channels);
        }
    }

    private SessionRefusedException noSlots(String caller, int channels) {
        int most = Math.min(slots.total(), slots.perCaller());
        if (channels > most) {
            return new SessionRefusedException(
                    Reason.TOO_MANY_CHANNELS,
                    "metadata.separate_channels",
                    ("%d separate channels take %d slots, a call can have %d here: send fewer channels, or leave out"
                                    + " separate_channels to mix them")
                            .formatted(channels, channels, most));
        }
        if (slots.isAtLimit(caller, channels - 1)) {
            return new SessionRefusedException(
                    Reason.CALLER_LIMIT,
                    "",
                    ("%d separate channels take %d slots, and the caller %s may use %d (spec.envoy.slotsPerCaller): try"
                                    + " again when one of its calls has ended")
                            .formatted(channels, channels, name(caller), slots.perCaller()));
        }
        onNoSlot.run();
        return new SessionRefusedException(
                Reason.NO_SLOT,
                "",
                "%d separate channels take %d slots, %d of %d are in use: try again in a moment"
                        .formatted(channels, channels, slots.inUse(), slots.total()));
    }

    private static String name(String caller) {
        return caller.isEmpty() ? "without a name" : caller;
    }

    /**
     * Reserves memory for a message of an admitted call.
     *
     * @param bytes total of the call
     * @throws SessionRefusedException if other calls leave too little memory
     */
    public void reserve(Permit permit, long bytes) throws SessionRefusedException {
        if (!permit.growTo(bytes)) {
            throw recorded(new SessionRefusedException(
                    Reason.NO_MEMORY,
                    "",
                    ("recordings of other calls occupy the memory for messages above %d KiB: try again in a moment, or"
                                    + " send smaller messages")
                            .formatted(Permit.ALLOWANCE_BYTES >> 10)));
        }
    }

    /** Counts and returns a refusal. */
    @CanIgnoreReturnValue
    public SessionRefusedException recorded(SessionRefusedException refusal) {
        observers.refused(refusal.reason());
        return refusal;
    }

    private SessionRefusedException noSlot(String caller) {
        if (slots.isAtLimit(caller)) {
            return new SessionRefusedException(
                    Reason.CALLER_LIMIT,
                    "",
                    "the caller %s uses all %d slots that one caller may use (spec.envoy.slotsPerCaller): try again when one of its calls has ended"
                            .formatted(name(caller), slots.perCaller()));
        }
        onNoSlot.run();
        return new SessionRefusedException(
                Reason.NO_SLOT, "", "all %d slots are in use: try again in a moment".formatted(slots.total()));
    }
}
