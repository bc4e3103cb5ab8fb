package io.audiostream.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Finds the length of an MP3 file by its first frame: by the frame count of a Xing header, else by the bit rate. */
final class Mp3Length {

    private static final int FRAME_BYTES = 512;
    private static final int TAG_HEADER_BYTES = 10;

    /** Bit rates of layer III in kbit/s, by index, of MPEG-1 and of MPEG-2. */
    private static final int[] KBITS = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};

    private static final int[] KBITS_MPEG2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] RATES_HERTZ = {44_100, 48_000, 32_000, 0};

    private Mp3Length() {}

    /** Returns the length in seconds; 0 if the file is not MP3. */
    static double seconds(SeekableByteChannel channel, ByteBuffer head) throws IOException {
        long start = CompressedLength.has(head, 0, "ID3") ? TAG_HEADER_BYTES + syncSafe(head, 6) : 0;
        ByteBuffer frame = CompressedLength.read(channel, start, FRAME_BYTES);
        if (frame.limit() < 64) {
            return 0;
        }
        int header = frame.getInt(0);
        boolean layer3 = (header >>> 21) == 0x7FF && (header >>> 17 & 3) == 1;
        int version = header >>> 19 & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
        if (!layer3 || version == 1) {
            return 0;
        }
        boolean first = version == 3;
        int rate = RATES_HERTZ[header >>> 10 & 3] >> (first ? 0 : version == 2 ? 1 : 2);
        int kbits = (first ? KBITS : KBITS_MPEG2)[header >>> 12 & 15];
        boolean mono = (header >>> 6 & 3) == 3;
        int xing = 4 + (first ? mono ? 17 : 32 : mono ? 9 : 17);
        if (rate > 0
                && (CompressedLength.has(frame, xing, "Xing") || CompressedLength.has(frame, xing, "Info"))
                && (frame.getInt(xing + 4) & 1) == 1) {
            return frame.getInt(xing + 8) * (first ? 1152.0 : 576.0) / rate;
        }
        return kbits == 0 ? 0 : (channel.size() - start) * 8.0 / (kbits * 1000);
    }

    /** Seven bits in each of four bytes. */
    private static int syncSafe(ByteBuffer bytes, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 7 | bytes.get(at + i) & 0x7F;
        }
        return value;
    }
}
