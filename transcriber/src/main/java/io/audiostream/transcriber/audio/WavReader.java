package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RIFF/WAVE container as its bytes come: finds the {@code fmt} and {@code data} chunks and hands out the bytes of
 * the latter. Sizes of 0 and 0xFFFFFFFF, which recorders write that stream, mean that the data goes on to the end.
 */
final class WavReader {

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int MIN_FORMAT = 16;
    private static final int MAX_FORMAT = 1 << 10;
    private static final int TAG_PCM = 1;
    private static final int TAG_FLOAT = 3;
    private static final int TAG_EXTENSIBLE = 0xFFFE;
    private static final int EXTENSIBLE_SUBFORMAT = 24;
    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

    private enum State {
        RIFF,
        CHUNK,
        FORMAT,
        SKIP,
        DATA,
        DONE
    }

    /** What the {@code fmt} chunk says. */
    record Format(SampleType type, int sampleRateHertz, int channels) {}

    private State state = State.RIFF;
    private ByteBuffer wanted = header(RIFF_HEADER);
    private long left;
    private long seen;
    private boolean padded;
    private @Nullable Format format;

    /** What the audio is; null until it is known. */
    @Nullable
    Format format() {
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

    /**
     * @throws AudioException when the audio ended before its data began
     */
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
                format = format(wanted);
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

    private static Format format(ByteBuffer fmt) throws AudioException {
        int tag = Short.toUnsignedInt(fmt.getShort(0));
        if (tag == TAG_EXTENSIBLE && fmt.limit() >= EXTENSIBLE_SUBFORMAT + 2) {
            tag = Short.toUnsignedInt(fmt.getShort(EXTENSIBLE_SUBFORMAT));
        }
        int channels = AudioFormat.checkChannels("audio_data", Short.toUnsignedInt(fmt.getShort(2)));
        int rate = AudioFormat.checkRate("audio_data", Integer.toUnsignedLong(fmt.getInt(4)));
        int bits = Short.toUnsignedInt(fmt.getShort(14));
        SampleType type = type(tag, bits);
        if (type == null) {
            throw AudioException.ofData(
                    "the WAV file has format %d with %d bits; integers of 8, 16, 24 or 32 bits and 32-bit floats are taken"
                            .formatted(tag, bits));
        }
        return new Format(type, rate, channels);
    }

    private static @Nullable SampleType type(int tag, int bits) {
        if (tag == TAG_FLOAT) {
            return bits == 32 ? SampleType.F32 : null;
        }
        if (tag != TAG_PCM) {
            return null;
        }
        return switch (bits) {
            case 8 -> SampleType.U8;
            case 16 -> SampleType.S16;
            case 24 -> SampleType.S24;
            case 32 -> SampleType.S32;
            default -> null;
        };
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
