package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Parses the header of a box of an MP4 file (ISO/IEC 14496-12, 4.2). */
final class Mp4Box {

    static final int HEADER_BYTES = 8;

    /** A header whose 32-bit length is 1 has a 64-bit length after the type. */
    private static final int LONG_HEADER_BYTES = 16;

    private Mp4Box() {}

    /**
     * Returns the length of the box at {@code at} with its header, 0 if its header is incomplete, or -1 if it is
     * invalid or has no length. The box may reach beyond the limit.
     */
    static long length(ByteBuffer bytes, int at) {
        int available = bytes.limit() - at;
        if (available < HEADER_BYTES) {
            return 0;
        }
        long length = Integer.toUnsignedLong(bytes.getInt(at));
        if (length != 1) {
            return length < HEADER_BYTES ? -1 : length;
        }
        if (available < LONG_HEADER_BYTES) {
            return 0;
        }
        length = bytes.getLong(at + HEADER_BYTES);
        return length < LONG_HEADER_BYTES ? -1 : length;
    }

    /** Returns the type of the box at {@code at}. */
    static String type(ByteBuffer bytes, int at) {
        byte[] type = new byte[4];
        bytes.get(at + 4, type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }
}
