package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the WAV headers in the bytes of a stream: {@code RIFF}, four bytes of size, {@code WAVE}. They begin a new WAV
 * file wherever they are, because audio holds these eight bytes by chance once in 2^64 positions. The result does not
 * depend on how the bytes are split. Not thread-safe.
 */
final class HeaderScanner {

    /** Receives the bytes of the stream. */
    interface Sink {

        /** @param bytes the next bytes of the stream, which belong to the header or audio before them */
        void bytes(ByteBuffer bytes) throws AudioException;

        /** Called before the bytes of a header. */
        void header() throws AudioException;
    }

    private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WAVE = "WAVE".getBytes(StandardCharsets.US_ASCII);
    private static final int WAVE_AT = 8;
    private static final int LENGTH = WAVE_AT + 4;

    /** Bytes at the end of the stream that may be the beginning of a header: at most 11. */
    private ByteBuffer held = ByteBuffer.allocate(0);

    /** Passes the next bytes to {@code sink}, except for an end that may be the beginning of a header. */
    void scan(ByteBuffer in, Sink sink) throws AudioException {
        ByteBuffer all = held.hasRemaining() ? concat(held, in) : in.slice();
        in.position(in.limit());
        int from = 0;
        int at = indexOfHeader(all, 0);
        while (at + LENGTH <= all.limit()) {
            pass(all, from, at, sink);
            sink.header();
            from = at;
            at = indexOfHeader(all, at + LENGTH);
        }
        pass(all, from, at, sink);
        held = ByteBuffer.allocate(all.limit() - at)
                .put(all.slice(at, all.limit() - at))
                .flip();
    }

    /** Passes the bytes that were held back, at the end of the stream. */
    void finish(Sink sink) throws AudioException {
        pass(held, 0, held.limit(), sink);
        held = ByteBuffer.allocate(0);
    }

    /** Returns whether all bytes so far were passed on. */
    boolean holdsNothing() {
        return !held.hasRemaining();
    }

    /** Returns the first position at which a header begins or, at the end, may begin; the limit if there is none. */
    private static int indexOfHeader(ByteBuffer bytes, int from) {
        for (int at = from; at < bytes.limit(); at++) {
            if (bytes.get(at) == RIFF[0] && matches(bytes, at, RIFF) && matches(bytes, at + WAVE_AT, WAVE)) {
                return at;
            }
        }
        return Math.max(from, bytes.limit());
    }

    /** Returns whether the bytes from {@code at} on, as far as there are any, equal {@code expected}. */
    private static boolean matches(ByteBuffer bytes, int at, byte[] expected) {
        for (int i = 0; i < expected.length && at + i < bytes.limit(); i++) {
            if (bytes.get(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static void pass(ByteBuffer bytes, int from, int to, Sink sink) throws AudioException {
        if (to > from) {
            sink.bytes(bytes.slice(from, to - from));
        }
    }

    private static ByteBuffer concat(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second.slice())
                .flip();
    }
}
