package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses the RIFF/WAVE container of one file incrementally. It finds the {@code fmt} and {@code data} chunks, and
 * returns the bytes of the latter. A data size of 0 or 0xFFFFFFFF, as streaming recorders write, means that the data
 * continues to the end of the file. Not thread-safe.
 */
final class WavReader {

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int MIN_FORMAT = 16;
    private static final int MAX_FORMAT = 1 << 10;
    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

    private enum State {
        RIFF,
        CHUNK,
        FORMAT,
        SKIP,
        DATA,
        /** After data of an odd size. Some writers omit the byte that makes it even. */
        PADDING,
        /** After the audio, in bytes that are no chunk. */
        TRAILER
    }

    private final WavTrailer trailer = new WavTrailer();
    private State state = State.RIFF;
    private ByteBuffer header = buffer(RIFF_HEADER);
    private long remaining;
    private long consumed;
    private boolean padded;
    private boolean audio;
    private long audioBytes;
    private @Nullable PcmFormat format;

    /** Format of the audio; null until the {@code fmt} chunk is complete. */
    @Nullable
    PcmFormat format() {
        return format;
    }

    /**
     * Parses bytes up to the end of {@code in}, or of a {@code data} chunk.
     *
     * @param in has at least one byte
     * @return bytes of audio, which implies that {@link #format} is known; empty when there are none
     * @throws AudioException when the bytes are not a supported WAV file
     */
    ByteBuffer read(ByteBuffer in) throws AudioException {
        while (in.hasRemaining() && state != State.DATA) {
            switch (state) {
                case SKIP -> skip(in);
                case PADDING -> skipPadding(in);
                case TRAILER -> trailer.drop(in, audioBytes);
                case RIFF, CHUNK, FORMAT -> {
                    if (fill(in)) {
                        parseHeader();
                    }
                }
                case DATA -> throw new IllegalStateException("data is not parsed");
            }
        }
        int length = state == State.DATA ? (int) Math.min(in.remaining(), remaining) : 0;
        ByteBuffer data = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (state == State.DATA) {
            remaining -= length;
            audioBytes += length;
            if (remaining == 0) {
                expect(padded ? State.PADDING : State.CHUNK, CHUNK_HEADER);
            }
        }
        return data;
    }

    /** Returns whether no byte was parsed yet. */
    boolean untouched() {
        return consumed == 0 && header.position() == 0;
    }

    /** Returns whether the {@code data} chunk began. */
    boolean hasAudio() {
        return audio;
    }

    /** Returns the number of bytes so far, without the audio. */
    long headerBytes() {
        return consumed;
    }

    /** Returns whether the next byte is audio, or follows the whole file. */
    boolean betweenHeaders() {
        return state == State.DATA || audio && state == State.CHUNK && header.position() == 0;
    }

    /** Returns the number of bytes after the audio that are too few for the header of a chunk. */
    int incompleteChunk() {
        return audio && state == State.CHUNK ? header.position() : 0;
    }

    /** Returns the number of bytes that were dropped after the audio since the last call. */
    long takeDropped() {
        return trailer.takeDropped();
    }

    private boolean fill(ByteBuffer in) {
        int length = Math.min(in.remaining(), header.remaining());
        header.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        consumed += length;
        return !header.hasRemaining();
    }

    private void skip(ByteBuffer in) {
        int length = (int) Math.min(in.remaining(), remaining);
        in.position(in.position() + length);
        remaining -= length;
        consumed += length;
        if (remaining == 0) {
            expect(State.CHUNK, CHUNK_HEADER);
        }
    }

    private void skipPadding(ByteBuffer in) {
        if (in.get(in.position()) == 0) {
            in.get();
        }
        expect(State.CHUNK, CHUNK_HEADER);
    }

    private void parseHeader() throws AudioException {
        header.flip();
        switch (state) {
            case RIFF -> {
                String magic = name(0) + name(8);
                if (!magic.equals("RIFFWAVE")) {
                    throw AudioException.ofData(
                            "it is not a WAV file: " + beginning(magic.getBytes(StandardCharsets.ISO_8859_1)));
                }
                expect(State.CHUNK, CHUNK_HEADER);
            }
            case CHUNK -> chunk(name(0), Integer.toUnsignedLong(header.getInt(4)));
            case FORMAT -> {
                format = PcmFormat.parse(header);
                skipNext(padded ? 1 : 0);
            }
            case SKIP, DATA, PADDING, TRAILER -> throw new IllegalStateException("no header is read in state " + state);
        }
    }

    private void chunk(String name, long size) throws AudioException {
        padded = size % 2 == 1;
        switch (name) {
            case "fmt " -> {
                if (format != null) {
                    throw AudioException.ofData("the WAV file has two fmt chunks");
                }
                if (size < MIN_FORMAT || size > MAX_FORMAT) {
                    throw AudioException.ofData("the WAV file's fmt chunk has %d bytes, not %d to %d"
                            .formatted(size, MIN_FORMAT, MAX_FORMAT));
                }
                expect(State.FORMAT, (int) size);
            }
            case "data" -> {
                if (format == null) {
                    throw AudioException.ofData("the WAV file's data comes before its fmt chunk");
                }
                audio = true;
                remaining = size == 0 || size == UNKNOWN_SIZE ? Long.MAX_VALUE : size;
                state = State.DATA;
            }
            default -> otherChunk(name, size);
        }
    }

    private void otherChunk(String name, long size) throws AudioException {
        if (audio && !trailer.isChunk(name)) {
            state = State.TRAILER;
            trailer.drop(header.rewind(), audioBytes);
            return;
        }
        if (audio) {
            trailer.skip(name, size);
        }
        skipNext(size + (padded ? 1 : 0));
    }

    private void skipNext(long bytes) {
        remaining = bytes;
        expect(bytes > 0 ? State.SKIP : State.CHUNK, CHUNK_HEADER);
    }

    private void expect(State next, int bytes) {
        state = next;
        header = buffer(bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String name(int at) {
        return new String(header.array(), at, 4, StandardCharsets.ISO_8859_1);
    }

    /** Says how bytes without the header of a WAV file begin. */
    static String beginning(byte[] bytes) {
        String first = new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
        return "it begins with '%s', not with RIFF and WAVE".formatted(first.replaceAll("[^ -~]", "?"));
    }
}
