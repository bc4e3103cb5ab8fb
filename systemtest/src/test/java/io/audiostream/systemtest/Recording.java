package io.audiostream.systemtest;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The recordings of {@code dev/audio}. */
public final class Recording {

    /** Bytes of a second of 16 kHz mono 16-bit PCM. */
    public static final int SECOND = 32_000;

    private static final int WAV_HEADER = 44;

    private Recording() {}

    public static ByteString wav(String name) {
        try {
            return ByteString.copyFrom(Files.readAllBytes(Installation.AUDIO.resolve(name + ".wav")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Eleven seconds of speech, as raw PCM. */
    public static ByteString jfk() {
        return wav("jfk").substring(WAV_HEADER);
    }

    /** Speech without end: the same sentence over and over. */
    public static ByteString repeated(int times) {
        ByteString all = ByteString.EMPTY;
        for (int i = 0; i < times; i++) {
            all = all.concat(jfk());
        }
        return all;
    }
}
