package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.scheduling.DecodeLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the channels of one session take from the server: a slot, an endpointer and a decode lane each. Thread-safe,
 * because a session may end on another thread while it opens its channels.
 */
final class ChannelResources implements AutoCloseable {

    private final Slots slots;
    private final Supplier<Endpointer> endpointers;
    private final Supplier<DecodeLane> lanes;

    @GuardedBy("this")
    private final List<DecodeLane> opened = new ArrayList<>();

    @GuardedBy("this")
    private boolean closed;

    /** Takes slots for separate channels. */
    interface Slots {
        /** @throws SessionRefusedException if not every channel gets a slot; the call keeps the slot that it has */
        void occupy(int channels) throws SessionRefusedException;
    }

    ChannelResources(Slots slots, Supplier<Endpointer> endpointers, Supplier<DecodeLane> lanes) {
        this.slots = slots;
        this.endpointers = endpointers;
        this.lanes = lanes;
    }

    void occupySlots(int channels) throws SessionRefusedException {
        slots.occupy(channels);
    }

    Endpointer endpointer() {
        return endpointers.get();
    }

    synchronized DecodeLane openLane() {
        DecodeLane lane = lanes.get();
        opened.add(lane);
        if (closed) {
            lane.close();
        }
        return lane;
    }

    /** Returns the time of all decodes so far. */
    synchronized Duration decodeTime() {
        return opened.stream().map(DecodeLane::decodeTime).reduce(Duration.ZERO, Duration::plus);
    }

    /** Stops all decodes. */
    @Override
    public synchronized void close() {
        closed = true;
        opened.forEach(DecodeLane::close);
    }
}
