package io.audiostream.client;

import com.google.protobuf.ByteString;

/**
 * Header of a frame of audio that has no container: MP3 (ISO/IEC 11172-3, 2.4.1.3, and 13818-3 for the lower rates) or
 * AAC in ADTS (ISO/IEC 13818-7, 6.2). Samples can look like one by chance, as the service also assumes.
 *
 * @param isMp3 whether it is MP3 and not AAC
 * @param length bytes of the frame with this header
 */
record FrameHeader(boolean isMp3, int length) {

    /** Size of the longer of both headers, in bytes. */
    static final int BYTES = 7;

    private static final FrameHeader NONE = new FrameHeader(false, 0);

    private static final int[] KILOBITS_MPEG1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] KILOBITS_MPEG2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] MP3_RATES_HERTZ = {44_100, 48_000, 32_000, 0};
    private static final int LAYER_3 = 1;
    private static final int MPEG1 = 3;
    private static final int RESERVED_VERSION = 1;
    private static final int AAC_RATES = 13;

    /** Reads the header at a position, from which there are at least {@value #BYTES} bytes. */
    static FrameHeader at(int position, ByteString bytes) {
        long header = 0;
        for (int i = 0; i < BYTES; i++) {
            header = header << 8 | bytes.byteAt(position + i) & 0xFF;
        }
        FrameHeader mp3 = mp3((int) (header >>> 24));
        return mp3.exists() ? mp3 : adts(header);
    }

    boolean exists() {
        return length > 0;
    }

    private static FrameHeader mp3(int header) {
        int version = header >>> 19 & 3;
        if (header >>> 21 != 0x7FF || version == RESERVED_VERSION || (header >>> 17 & 3) != LAYER_3) {
            return NONE;
        }
        boolean isMpeg1 = version == MPEG1;
        int bits = (isMpeg1 ? KILOBITS_MPEG1 : KILOBITS_MPEG2)[header >>> 12 & 15] * 1_000;
        int rate = MP3_RATES_HERTZ[header >>> 10 & 3] >> (isMpeg1 ? 0 : version == 2 ? 1 : 2);
        if (bits == 0 || rate == 0) {
            return NONE;
        }
        return new FrameHeader(true, (isMpeg1 ? 144 : 72) * bits / rate + (header >>> 9 & 1));
    }

    private static FrameHeader adts(long header) {
        int length = (int) (header >>> 13 & 0x1FFF);
        boolean valid = (header >>> 40 & 0xFFF6) == 0xFFF0 && (header >>> 34 & 15) < AAC_RATES && length > BYTES;
        return valid ? new FrameHeader(false, length) : NONE;
    }
}
