package io.audiostream.systemtest;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/** The recordings of {@code dev/audio}. */
public final class Recording {

    /** Bytes of one second of 16 kHz mono 16-bit PCM. */
    public static final int BYTES_PER_SECOND = 32_000;

    /** The normalized text of {@link #phrase}, which is a part of the text of {@link #jfk}. */
    public static final String PHRASE_TEXT = "what your country can do for you";

    private static final int WAV_HEADER_BYTES = 44;
    private static final Duration PHRASE_START = Duration.ofMillis(5_200);
    private static final Duration PHRASE_END = Duration.ofMillis(8_200);

    private Recording() {}

    public static ByteString wav(String name) {
        try {
            return ByteString.copyFrom(Files.readAllBytes(TestPaths.AUDIO.resolve(name + ".wav")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns eleven seconds of speech as raw PCM. */
    public static ByteString jfk() {
        return wav("jfk").substring(WAV_HEADER_BYTES);
    }

    /** Returns three seconds of {@link #jfk} as raw PCM. */
    public static ByteString phrase() {
        return jfk().substring(bytes(PHRASE_START), bytes(PHRASE_END));
    }

    /** Returns {@link #jfk} repeated, without a pause between. */
    public static ByteString repeated(int times) {
        return repeat(jfk(), times);
    }

    public static ByteString silence(Duration length) {
        var second = ByteString.copyFrom(new byte[BYTES_PER_SECOND]);
        return repeat(second, Math.toIntExact(length.toSeconds() + 1)).substring(0, bytes(length));
    }

    /** Concatenates without a copy of the bytes, so that long audio takes little memory. */
    private static ByteString repeat(ByteString audio, int times) {
        ByteString all = ByteString.EMPTY;
        for (int i = 0; i < times; i++) {
            all = all.concat(audio);
        }
        return all;
    }

    /** Returns the size in bytes of raw PCM of this length. */
    public static int bytes(Duration length) {
        return Math.toIntExact(length.toMillis() * BYTES_PER_SECOND / 1_000);
    }
}
