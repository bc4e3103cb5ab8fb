package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses the RIFF/WAVE container of one stream incrementally. It finds the {@code fmt} and {@code data} chunks, and
 * returns the bytes of the latter. A data size of 0 or 0xFFFFFFFF, as streaming recorders write, means that the data
 * continues to the end of the stream. Not thread-safe.
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
        DONE
    }

    private State state = State.RIFF;
    private ByteBuffer header = buffer(RIFF_HEADER);
    private long remaining;
    private long consumed;
    private boolean padded;
    private @Nullable WavFormat format;

    /** Format of the audio; null until the {@code fmt} chunk is complete. */
    @Nullable
    WavFormat format() {
        return format;
    }

    /**
     * Parses the next bytes. Those that remain in {@code in} come after the {@code data} chunk, and are not audio.
     *
     * @return bytes of audio, which implies that {@link #format} is known; empty when there are none
     * @throws AudioException when the bytes are not a supported WAV file
     */
    ByteBuffer read(ByteBuffer in) throws AudioException {
        while (in.hasRemaining() && state != State.DATA && state != State.DONE) {
            if (state == State.SKIP) {
                skip(in);
            } else if (fill(in)) {
                parseHeader();
            }
        }
        int length = state == State.DATA ? (int) Math.min(in.remaining(), remaining) : 0;
        ByteBuffer data = in.slice(in.position(), length);
        if (state == State.DATA) {
            in.position(in.position() + length);
            remaining -= length;
            state = remaining == 0 ? State.DONE : State.DATA;
        } else {
            in.position(in.limit());
        }
        return data;
    }

    /** @throws AudioException when the stream ends before the {@code data} chunk */
    void finish() throws AudioException {
        if (state != State.DATA && state != State.DONE) {
            throw AudioException.ofData(
                    "the WAV file is cut off: it ends after %d bytes, before its audio".formatted(consumed));
        }
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

    private void parseHeader() throws AudioException {
        header.flip();
        switch (state) {
            case RIFF -> {
                String magic = name(0) + name(8);
                if (!magic.equals("RIFFWAVE")) {
                    throw AudioException.ofData("it is not a WAV file: it begins with '%s', not with RIFF and WAVE"
                            .formatted(printable(magic)));
                }
                expect(State.CHUNK, CHUNK_HEADER);
            }
            case CHUNK -> chunk(name(0), Integer.toUnsignedLong(header.getInt(4)));
            case FORMAT -> {
                format = WavFormat.parse(header);
                remaining = padded ? 1 : 0;
                expect(remaining > 0 ? State.SKIP : State.CHUNK, CHUNK_HEADER);
            }
            case SKIP, DATA, DONE -> throw new IllegalStateException("no header is read in state " + state);
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
                remaining = size == 0 || size == UNKNOWN_SIZE ? Long.MAX_VALUE : size;
                state = State.DATA;
            }
            default -> {
                remaining = size + (padded ? 1 : 0);
                expect(remaining > 0 ? State.SKIP : State.CHUNK, CHUNK_HEADER);
            }
        }
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

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
