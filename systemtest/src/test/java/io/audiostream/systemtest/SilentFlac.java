package io.audiostream.systemtest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes FLAC files of digital silence, of which a frame of 14 bytes holds four seconds (RFC 9639). */
final class SilentFlac {

    private static final int RATE_HERTZ = 16_000;
    private static final int FRAME_SAMPLES = 65_535;
    private static final int STREAMINFO_BYTES = 34;

    /** Polynomials of the checksums of a frame's header and of the frame. */
    private static final int CRC_8 = 0x07;

    private static final int CRC_16 = 0x8005;

    private SilentFlac() {}

    /** Returns a file of at least so many seconds. */
    static byte[] ofSeconds(int seconds) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(8 + STREAMINFO_BYTES)
                .put(new byte[] {'f', 'L', 'a', 'C'})
                .putInt(0x8000_0000 | STREAMINFO_BYTES) // the last block of metadata
                .putShort((short) FRAME_SAMPLES)
                .putShort((short) FRAME_SAMPLES)
                .put(new byte[6]) // sizes of frames: unknown
                .putLong((long) RATE_HERTZ << 44 | 15L << 36) // mono, 16 bits, unknown length
                .array());
        int frames = Math.toIntExact((long) seconds * RATE_HERTZ / FRAME_SAMPLES + 1);
        for (int number = 0; number < frames; number++) {
            file.writeBytes(frame(number));
        }
        return file.toByteArray();
    }

    /** Returns a frame with a constant subframe. Its number, below 2048, is in UTF-8. */
    private static byte[] frame(int number) {
        ByteBuffer frame = ByteBuffer.allocate(16);
        frame.putShort((short) 0xFFF8).put((byte) 0x70).put((byte) 0x08);
        if (number < 0x80) {
            frame.put((byte) number);
        } else {
            frame.put((byte) (0xC0 | number >> 6)).put((byte) (0x80 | number & 0x3F));
        }
        frame.putShort((short) (FRAME_SAMPLES - 1));
        frame.put((byte) crc(frame, CRC_8, 8));
        frame.put((byte) 0).putShort((short) 0);
        frame.putShort((short) crc(frame, CRC_16, 16));
        byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    private static int crc(ByteBuffer bytes, int polynomial, int bits) {
        int crc = 0;
        for (int at = 0; at < bytes.position(); at++) {
            crc ^= (bytes.get(at) & 0xFF) << bits - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >> bits - 1 & 1) == 1 ? crc << 1 ^ polynomial : crc << 1;
            }
            crc &= (1 << bits) - 1;
        }
        return crc;
    }
}
