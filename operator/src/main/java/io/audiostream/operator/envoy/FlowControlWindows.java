package io.audiostream.operator.envoy;

import com.google.protobuf.UInt32Value;

/**
 * HTTP/2 flow-control windows and buffer limits, in bytes. They only say how much may be on its way at once; a message
 * of any size passes through any of them. What they decide is speed and memory: a sender that is far away waits for a
 * round trip whenever a window is full.
 */
final class FlowControlWindows {
    /** The smallest window that HTTP/2 allows, and its default. */
    private static final long MIN = 65_535;

    /** At 100 ms of round trip this lets 300 Mbit/s pass: a 50 MiB message in less than two seconds. */
    private static final long MAX_STREAM = 4 << 20;

    /** Streams of one connection share this, so that one large message does not hold up the live ones beside it. */
    private static final int STREAMS_AT_FULL_SPEED = 4;

    /** Above this Envoy stops reading from one side until the other has taken what is there; it never drops data. */
    private static final int BUFFER = 1 << 20;

    private FlowControlWindows() {}

    /** Window of one stream: no larger than the largest message that it carries. */
    static UInt32Value stream(long maxMessageBytes) {
        return UInt32Value.of((int) Math.clamp(maxMessageBytes, MIN, MAX_STREAM));
    }

    static UInt32Value connection(long maxMessageBytes) {
        return UInt32Value.of(stream(maxMessageBytes).getValue() * STREAMS_AT_FULL_SPEED);
    }

    static UInt32Value buffer() {
        return UInt32Value.of(BUFFER);
    }
}
