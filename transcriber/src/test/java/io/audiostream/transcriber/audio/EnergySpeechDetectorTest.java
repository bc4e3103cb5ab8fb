package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnergySpeechDetectorTest {

    private static final int RATE = 16_000;

    /** Frames until the detector has learned noise at the start of a stream: less than half a second. */
    private static final int LEARNING_FRAMES = 15;

    private final EnergySpeechDetector detector = new EnergySpeechDetector();

    @Test
    void ignoresDigitalSilence() {
        // when / then
        assertThat(speechShare(new float[5 * RATE])).isZero();
    }

    @Test
    void ignoresDither() {
        // when / then
        assertThat(speechShare(noise(5, -90))).isZero();
    }

    @Test
    void ignoresQuietMicrophoneNoiseFromStart() {
        // when / then
        assertThat(speechShare(noise(5, -55))).isZero();
    }

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(ints = {-50, -40, -30, -20})
    void ignoresSteadyNoiseOfAnyLevel(int level) {
        // given
        float[] noise = noise(20, level);
        speechShare(Arrays.copyOf(noise, LEARNING_FRAMES * FRAME_SAMPLES));

        // when / then
        assertThat(speechShare(Arrays.copyOfRange(noise, LEARNING_FRAMES * FRAME_SAMPLES, noise.length)))
                .isZero();
    }

    @Test
    void learnsNewNoiseWithinFourSeconds() {
        // given
        speechShare(new float[5 * RATE]);
        speechShare(noise(4, -40));

        // when / then
        assertThat(speechShare(noise(5, -40))).isZero();
    }

    @Test
    void ignoresHumWithHarmonics() {
        // given
        float[] hum = new float[5 * RATE];
        for (int i = 0; i < hum.length; i++) {
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                hum[i] += (float) (0.1 / harmonic * Math.sin(2 * Math.PI * 50 * harmonic * i / RATE));
            }
        }

        // when / then
        assertThat(speechShare(hum)).isZero();
    }

    @ParameterizedTest(name = "{0} by {1} dB")
    @CsvSource({"jfk, 0", "jfk, -40", "en_counting, 0", "en_counting, -30", "es_pangrama, 0", "es_pangrama, -20"})
    void detectsSpeechOfAnyLevel(String clip, int gain) throws IOException, AudioException {
        // given
        float[] speech = read(clip);
        boolean[] loud = loud(speech);
        amplify(speech, gain);

        // when / then
        assertThat(recall(loud, frames(speech))).isGreaterThan(0.85);
    }

    @ParameterizedTest(name = "{0} with noise {1} dB below it")
    @CsvSource({"jfk, 20, 0.9", "en_counting, 20, 0.9", "es_pangrama, 20, 0.9", "jfk, 10, 0.7", "en_counting, 10, 0.7"})
    void detectsSpeechInNoise(String clip, int distance, double part) throws IOException, AudioException {
        // given
        float[] speech = read(clip);
        boolean[] loud = loud(speech);
        float[] noise = noise(2 + speech.length / RATE + 1, level(speech) - distance);
        speechShare(Arrays.copyOf(noise, 2 * RATE));
        for (int i = 0; i < speech.length; i++) {
            speech[i] += noise[2 * RATE + i];
        }

        // when / then
        assertThat(recall(loud, frames(speech))).isGreaterThan(part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jfk", "en_counting", "es_pangrama"})
    void ignoresSilenceAroundSpeech(String clip) throws IOException, AudioException {
        // given
        assertThat(speechShare(new float[2 * RATE])).isZero();
        speechShare(read(clip));

        // when / then
        assertThat(speechShare(new float[2 * RATE])).isZero();
    }

    @Test
    void detectsSpeechInFirstFrame() throws IOException, AudioException {
        // given
        float[] word = Arrays.copyOfRange(read("jfk"), 6 * RATE, 6 * RATE + 4 * FRAME_SAMPLES);

        // when / then
        assertThat(frames(word)).containsOnly(true);
    }

    @Test
    void forgetsNoiseOnReset() {
        // given
        List<Boolean> first = list(frames(noise(2, -30)));

        // when
        detector.reset();

        // then
        assertThat(list(frames(noise(2, -30)))).isEqualTo(first);
    }

    private double speechShare(float[] samples) {
        List<Boolean> frames = list(frames(samples));
        return frames.stream().filter(speech -> speech).count() / (double) frames.size();
    }

    private boolean[] frames(float[] samples) {
        boolean[] speech = new boolean[samples.length / FRAME_SAMPLES];
        for (int i = 0; i < speech.length; i++) {
            speech[i] = detector.probability(frame(samples, i)) >= 0.5;
        }
        return speech;
    }

    /** Returns the share of the loud frames that were detected. */
    private static double recall(boolean[] loud, boolean[] speech) {
        int all = 0;
        int found = 0;
        for (int i = 0; i < loud.length; i++) {
            all += loud[i] ? 1 : 0;
            found += loud[i] && speech[i] ? 1 : 0;
        }
        return found / (double) all;
    }

    /** Returns, for each frame of clean speech, whether it is certainly speech: within 20 dB of the loudest. */
    private static boolean[] loud(float[] speech) {
        double[] levels = new double[speech.length / FRAME_SAMPLES];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(frame(speech, i));
        }
        double[] sorted = levels.clone();
        Arrays.sort(sorted);
        boolean[] loud = new boolean[levels.length];
        for (int i = 0; i < levels.length; i++) {
            loud[i] = levels[i] > sorted[levels.length * 95 / 100] - 20;
        }
        return loud;
    }

    private static float[] frame(float[] samples, int index) {
        return Arrays.copyOfRange(samples, index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
    }

    private static double level(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return 10 * Math.log10(sum / samples.length + 1e-12);
    }

    private static void amplify(float[] samples, double decibels) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= (float) Math.pow(10, decibels / 20);
        }
    }

    private static float[] noise(int seconds, double decibels) {
        var random = new Random(7);
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        amplify(samples, decibels);
        return samples;
    }

    private static List<Boolean> list(boolean[] values) {
        Boolean[] boxed = new Boolean[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return List.of(boxed);
    }

    private static float[] read(String clip) throws IOException, AudioException {
        return AudioDecoder.of(AudioFormat.UNSPECIFIED)
                .decode(ByteBuffer.wrap(Files.readAllBytes(Path.of("../dev/audio/" + clip + ".wav"))));
    }
}
