package io.audiostream.transcriber.audio;

import java.util.OptionalInt;

/** Parses the header of an ADTS frame, as AAC without a container has (ISO/IEC 13818-7, 6.2). */
final class AdtsFrame {

    static final int HEADER_BYTES = 7;

    private static final int RATES = 13;

    private AdtsFrame() {}

    /**
     * Returns the length in bytes of the frame whose header is at {@code at}; empty when there is no valid header.
     * {@code bytes} has at least {@value #HEADER_BYTES} bytes from {@code at} on.
     */
    static OptionalInt length(byte[] bytes, int at) {
        boolean sync = (bytes[at] & 0xFF) == 0xFF && (bytes[at + 1] & 0xF6) == 0xF0;
        int rate = bytes[at + 2] >> 2 & 0xF;
        int length = (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xFF) << 3 | (bytes[at + 5] & 0xFF) >> 5;
        return sync && rate < RATES && length > HEADER_BYTES ? OptionalInt.of(length) : OptionalInt.empty();
    }
}
