package io.audiostream.transcriber.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergySpeechDetectorTest {

    private static final int RATE = 16_000;

    private final EnergySpeechDetector detector = new EnergySpeechDetector();

    @Test
    void digitalSilenceIsNoSpeech() {
        assertThat(partOfSpeech(new float[5 * RATE])).isZero();
    }

    @Test
    void ditherIsNoSpeech() {
        assertThat(partOfSpeech(noise(5, 1f / 32_768))).isZero();
    }

    @Test
    void humIsNoSpeech() {
        float[] hum = new float[5 * RATE];
        for (int i = 0; i < hum.length; i++) {
            hum[i] = (float) (0.05 * Math.sin(2 * Math.PI * 50 * i / RATE));
        }

        assertThat(partOfSpeech(hum)).isZero();
    }

    @Test
    void steadyNoiseIsNoSpeechOnceItIsKnown() {
        float[] noise = noise(20, 0.005f);
        partOfSpeech(Arrays.copyOf(noise, 6 * RATE));

        assertThat(partOfSpeech(Arrays.copyOfRange(noise, 6 * RATE, noise.length)))
                .isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jfk", "en_counting", "es_pangrama"})
    void realSpeechIsFound(String clip) throws IOException, AudioException {
        assertThat(partOfSpeech(read(clip))).isGreaterThan(0.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jfk", "en_counting", "es_pangrama"})
    void realSpeechIsFoundInNoiseToo(String clip) throws IOException, AudioException {
        float[] speech = read(clip);
        float[] noise = noise(6 + speech.length / RATE + 1, 0.002f);
        partOfSpeech(Arrays.copyOf(noise, 6 * RATE));
        for (int i = 0; i < speech.length; i++) {
            speech[i] += noise[6 * RATE + i];
        }

        assertThat(partOfSpeech(speech)).isGreaterThan(0.3);
    }

    private double partOfSpeech(float[] samples) {
        int speech = 0;
        int frames = samples.length / SpeechDetector.FRAME_SAMPLES;
        for (int i = 0; i < frames; i++) {
            int from = i * SpeechDetector.FRAME_SAMPLES;
            if (detector.probability(Arrays.copyOfRange(samples, from, from + SpeechDetector.FRAME_SAMPLES)) >= 0.5) {
                speech++;
            }
        }
        return speech / (double) frames;
    }

    private static float[] noise(int seconds, float level) {
        Random random = new Random(7);
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian() * level;
        }
        return samples;
    }

    private static float[] read(String clip) throws IOException, AudioException {
        return AudioDecoder.of(AudioFormat.UNSPECIFIED)
                .decode(ByteBuffer.wrap(Files.readAllBytes(Path.of("../dev/audio/" + clip + ".wav"))));
    }
}
