package io.audiostream.operator.envoy;

import com.google.protobuf.UInt32Value;

/**
 * HTTP/2 flow-control windows and buffer limits, in bytes. They bound the data in flight, not the size of a message.
 * They trade throughput against memory: a sender waits for one round trip whenever the window is full.
 */
final class FlowControlWindows {
    /** The smallest window that HTTP/2 allows, and its default. */
    private static final long MIN = 65_535;

    /** Allows 300 Mbit/s at a round trip of 100 ms: a 50 MiB message in less than two seconds. */
    private static final long MAX_STREAM = 4 << 20;

    /** Connection window, in stream windows: one large message must not block the live streams of the connection. */
    private static final int STREAM_WINDOWS_PER_CONNECTION = 4;

    /** Buffer above which Envoy stops reading from one side until the other side catches up. Envoy never drops data. */
    private static final int BUFFER = 1 << 20;

    private FlowControlWindows() {}

    /** Returns the window of one stream: no larger than its largest message. */
    static UInt32Value stream(long maxMessageBytes) {
        return UInt32Value.of((int) Math.clamp(maxMessageBytes, MIN, MAX_STREAM));
    }

    static UInt32Value connection(long maxMessageBytes) {
        return UInt32Value.of(stream(maxMessageBytes).getValue() * STREAM_WINDOWS_PER_CONNECTION);
    }

    static UInt32Value buffer() {
        return UInt32Value.of(BUFFER);
    }
}
