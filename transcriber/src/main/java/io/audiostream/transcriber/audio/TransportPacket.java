package io.audiostream.transcriber.audio;

/**
 * Recognizes the packets of an MPEG transport stream, as digital television and HLS have (ISO/IEC 13818-1, 2.4.3.2).
 */
final class TransportPacket {

    static final int BYTES = 188;

    /** Packets that tell a transport stream from raw samples that equal a header by chance. */
    private static final int PACKETS = 3;

    /** Bytes that {@link #begins} needs. */
    static final int NEEDED_BYTES = (PACKETS - 1) * BYTES + 4;

    private static final byte SYNC = 0x47;

    private TransportPacket() {}

    /** Returns whether the bytes so far, at least four, can be the beginning of a transport stream. */
    static boolean begins(byte[] bytes) {
        for (int at = 0; at + 4 <= Math.min(bytes.length, NEEDED_BYTES); at += BYTES) {
            if (!isHeader(bytes, at)) {
                return false;
            }
        }
        return true;
    }

    /** A packet without a transport error has a payload, an adaptation field, or both. */
    private static boolean isHeader(byte[] bytes, int at) {
        return bytes[at] == SYNC && (bytes[at + 1] & 0x80) == 0 && (bytes[at + 3] & 0x30) != 0;
    }
}
