package io.audiostream.transcriber.audio;

import java.util.OptionalInt;

/** Parses the header of an MPEG audio layer III frame (ISO/IEC 11172-3, 2.4.1.3, and 13818-3 for the lower rates). */
final class Mp3Frame {

    static final int HEADER_BYTES = 4;

    private static final int[] KILOBITS_VERSION_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0
    };
    private static final int[] KILOBITS_VERSION_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] RATES_VERSION_1 = {44_100, 48_000, 32_000, 0};
    private static final int LAYER_3 = 1;
    private static final int RESERVED_VERSION = 1;
    private static final int VERSION_1 = 3;

    private Mp3Frame() {}

    /**
     * Returns the length in bytes of the frame whose header is at {@code at}; empty when there is no valid header.
     * {@code bytes} has at least {@value #HEADER_BYTES} bytes from {@code at} on.
     */
    static OptionalInt length(byte[] bytes, int at) {
        int second = bytes[at + 1] & 0xFF;
        int third = bytes[at + 2] & 0xFF;
        int version = second >> 3 & 3;
        boolean sync = (bytes[at] & 0xFF) == 0xFF && second >> 5 == 7;
        if (!sync || version == RESERVED_VERSION || (second >> 1 & 3) != LAYER_3) {
            return OptionalInt.empty();
        }
        boolean full = version == VERSION_1;
        int bits = (full ? KILOBITS_VERSION_1 : KILOBITS_VERSION_2)[third >> 4] * 1_000;
        int rate = RATES_VERSION_1[third >> 2 & 3] >> (full ? 0 : version == 2 ? 1 : 2);
        if (bits == 0 || rate == 0) {
            return OptionalInt.empty();
        }
        int padding = third >> 1 & 1;
        return OptionalInt.of((full ? 144 : 72) * bits / rate + padding);
    }
}
