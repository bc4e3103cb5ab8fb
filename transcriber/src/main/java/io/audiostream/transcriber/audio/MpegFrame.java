package io.audiostream.transcriber.audio;

import java.util.OptionalInt;

/** Parses the header of an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3, and 13818-3 for the lower rates). */
final class MpegFrame {

    static final int HEADER_BYTES = 4;

    /** Layer of the audio, which MP2 and MP3 are named after. */
    enum Layer implements FrameHeader {
        II(2, 144),
        III(1, 72);

        private final int code;

        /** Eighth of the samples of a frame at the lower rates. At the others it is {@value #VERSION_1_FACTOR}. */
        private final int lowRateFactor;

        Layer(int code, int lowRateFactor) {
            this.code = code;
            this.lowRateFactor = lowRateFactor;
        }

        @Override
        public OptionalInt length(byte[] bytes, int at) {
            return MpegFrame.length(this, bytes, at);
        }

        private int[] kilobits(boolean version1) {
            if (!version1) {
                return KILOBITS_VERSION_2;
            }
            return switch (this) {
                case II -> KILOBITS_VERSION_1_LAYER_2;
                case III -> KILOBITS_VERSION_1_LAYER_3;
            };
        }
    }

    private static final int VERSION_1_FACTOR = 144;
    private static final int[] KILOBITS_VERSION_1_LAYER_2 = {
        0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0
    };
    private static final int[] KILOBITS_VERSION_1_LAYER_3 = {
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0
    };
    private static final int[] KILOBITS_VERSION_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] RATES_VERSION_1 = {44_100, 48_000, 32_000, 0};
    private static final int RESERVED_VERSION = 1;
    private static final int VERSION_1 = 3;

    private MpegFrame() {}

    private static OptionalInt length(Layer layer, byte[] bytes, int at) {
        int second = bytes[at + 1] & 0xFF;
        int third = bytes[at + 2] & 0xFF;
        int version = second >> 3 & 3;
        boolean sync = (bytes[at] & 0xFF) == 0xFF && second >> 5 == 7;
        if (!sync || version == RESERVED_VERSION || (second >> 1 & 3) != layer.code) {
            return OptionalInt.empty();
        }
        boolean full = version == VERSION_1;
        int bits = layer.kilobits(full)[third >> 4] * 1_000;
        int rate = RATES_VERSION_1[third >> 2 & 3] >> (full ? 0 : version == 2 ? 1 : 2);
        if (bits == 0 || rate == 0) {
            return OptionalInt.empty();
        }
        int padding = third >> 1 & 1;
        return OptionalInt.of((full ? VERSION_1_FACTOR : layer.lowRateFactor) * bits / rate + padding);
    }
}
