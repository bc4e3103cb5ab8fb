package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RIFF/WAVE container as its bytes come: finds the {@code fmt} and {@code data} chunks and hands out the
 * bytes of the latter. Sizes of 0 and 0xFFFFFFFF, which recorders write that stream, mean that the data goes on to the
 * end.
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
    private ByteBuffer wanted = header(RIFF_HEADER);
    private long left;
    private long seen;
    private boolean padded;
    private @Nullable WavFormat format;

    /** What the audio is; null until it is known. */
    @Nullable
    WavFormat format() {
        return format;
    }

    /**
     * Reads on.
     *
     * @return bytes of audio, of which there is a format by then; empty when there were none. {@code in} may hold more.
     */
    ByteBuffer read(ByteBuffer in) throws AudioException {
        while (in.hasRemaining() && state != State.DATA && state != State.DONE) {
            if (state == State.SKIP) {
                skip(in);
            } else if (fill(in)) {
                header();
            }
        }
        int length = state == State.DATA ? (int) Math.min(in.remaining(), left) : 0;
        ByteBuffer data = in.slice(in.position(), length);
        if (state == State.DATA) {
            in.position(in.position() + length);
            left -= length;
            state = left == 0 ? State.DONE : State.DATA;
        } else {
            in.position(in.limit());
        }
        return data;
    }

    /** @throws AudioException when the audio ended before its data began */
    void finish() throws AudioException {
        if (state != State.DATA && state != State.DONE) {
            throw AudioException.ofData(
                    "the WAV file is cut off: it ends after %d bytes, before its audio".formatted(seen));
        }
    }

    private boolean fill(ByteBuffer in) {
        int length = Math.min(in.remaining(), wanted.remaining());
        wanted.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        seen += length;
        return !wanted.hasRemaining();
    }

    private void skip(ByteBuffer in) {
        int length = (int) Math.min(in.remaining(), left);
        in.position(in.position() + length);
        left -= length;
        seen += length;
        if (left == 0) {
            expect(State.CHUNK, CHUNK_HEADER);
        }
    }

    private void header() throws AudioException {
        wanted.flip();
        switch (state) {
            case RIFF -> {
                String magic = name(0) + name(8);
                if (!magic.equals("RIFFWAVE")) {
                    throw AudioException.ofData("it is not a WAV file: it begins with '%s' and not with RIFF and WAVE"
                            .formatted(printable(magic)));
                }
                expect(State.CHUNK, CHUNK_HEADER);
            }
            case CHUNK -> chunk(name(0), Integer.toUnsignedLong(wanted.getInt(4)));
            case FORMAT -> {
                format = WavFormat.parse(wanted);
                left = padded ? 1 : 0;
                expect(left > 0 ? State.SKIP : State.CHUNK, CHUNK_HEADER);
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
                left = size == 0 || size == UNKNOWN_SIZE ? Long.MAX_VALUE : size;
                state = State.DATA;
            }
            default -> {
                left = size + (padded ? 1 : 0);
                expect(left > 0 ? State.SKIP : State.CHUNK, CHUNK_HEADER);
            }
        }
    }

    private void expect(State next, int bytes) {
        state = next;
        wanted = header(bytes);
    }

    private static ByteBuffer header(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String name(int at) {
        return new String(wanted.array(), at, 4, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
