package io.audiostream.transcriber.engine;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The recordings of {@code dev/audio}, as samples at 16 kHz. */
public final class Speech {

    private Speech() {}

    public static float[] jfk() {
        return clip("jfk");
    }

    public static float[] clip(String name) {
        try {
            return AudioDecoder.of(AudioFormat.UNSPECIFIED).decode(ByteBuffer.wrap(file(name)));
        } catch (AudioException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the WAV file of a recording. */
    public static byte[] file(String name) {
        try {
            return Files.readAllBytes(Path.of("../dev/audio/" + name + ".wav"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] withNoise(float[] samples, float level) {
        var random = new Random(3);
        float[] noisy = samples.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = Math.clamp(noisy[i] + (float) random.nextGaussian() * level, -1f, 1f);
        }
        return noisy;
    }
}
