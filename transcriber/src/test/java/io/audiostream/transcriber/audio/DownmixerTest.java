package io.audiostream.transcriber.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownmixerTest {

    private static final int RATE = 16_000;

    private final float[] jfk = clip("jfk");
    private final float[] counting = clip("en_counting");

    /** The result is at most 9 dB below the first channel. */
    @ParameterizedTest(name = "{0} times the other channel")
    @ValueSource(doubles = {-1, -0.9, -0.7, -0.5, -0.3, -0.1, 0, 0.1, 0.5, 1})
    void keepsSpeechWhateverFactorBetweenChannels(double factor) {
        // given
        var downmixer = new Downmixer(RATE);

        // when
        float[] mixed = mix(downmixer, jfk, scaled(jfk, factor));

        // then
        assertThat(energy(mixed) / energy(jfk)).isBetween(0.13, 1.01);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0003, 0.003, 0.03})
    void reconstructsSpeechOfInvertedChannels(double noise) {
        // given
        float[] first = withNoise(jfk, noise, 1);
        float[] second = withNoise(scaled(jfk, -1), noise, 2);

        // when
        float[] mixed = mix(new Downmixer(RATE), first, second);

        // then
        assertThat(correlation(mixed, jfk)).isGreaterThan(noise < 0.01 ? 0.99 : 0.9);
    }

    @Test
    void averagesEqualChannelsExactly() {
        // given
        var downmixer = new Downmixer(RATE);

        // when / then
        assertThat(mix(downmixer, jfk, jfk)).isEqualTo(jfk);
        assertThat(downmixer.invertedFrames()).isZero();
    }

    @Test
    void halvesSpeechInOneChannel() {
        // given
        var downmixer = new Downmixer(RATE);

        // when
        float[] mixed = mix(downmixer, jfk, new float[jfk.length]);

        // then
        assertThat(mixed).isEqualTo(scaled(jfk, 0.5));
        assertThat(downmixer.invertedFrames()).isZero();
    }

    /** Which of the channels is inverted does not matter: both speakers are as loud as in the mean. */
    @Test
    void keepsBothSpeakersOfTwoChannels() {
        // given
        float[] first = Arrays.copyOf(jfk, counting.length);

        // when
        float[] mixed = mix(new Downmixer(RATE), first, counting);

        // then
        double expected = (energy(first) + energy(counting)) / 4;
        assertThat(energy(mixed)).isCloseTo(expected, within(0.2 * expected));
    }

    @Test
    void fadesWithoutClickWhenPolarityChanges() {
        // given
        float[] tone = new float[2 * RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 100 * i / RATE);
        }
        float[] second = tone.clone();
        for (int i = RATE; i < tone.length; i++) {
            second[i] = -tone[i];
        }

        // when
        float[] mixed = mix(new Downmixer(RATE), tone, second);

        // then
        assertThat(largestStep(mixed)).isLessThan(1.5f * largestStep(tone));
        assertThat(energy(Arrays.copyOfRange(mixed, RATE * 5 / 4, 2 * RATE))).isGreaterThan(0.2 * RATE);
    }

    @Test
    void reportsInvertedAudio() throws AudioException {
        // given
        var bytes = ByteBuffer.allocate(4 * jfk.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : jfk) {
            short value = (short) (sample * 32_767);
            bytes.putShort(value).putShort((short) -value);
        }
        var decoding = new Decoding(AudioFormat.of(Encoding.PCM_S16LE, RATE, 2));

        // when
        float[] mixed = decoding.decode(bytes.array(), 999);

        // then
        assertThat(correlation(mixed, jfk)).isGreaterThan(0.99);
        assertThat(decoding.outOfPhaseSeconds).isCloseTo(jfk.length / (double) RATE, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "1000"})
    void doesNotDependOnSplit(int size) throws AudioException {
        // given
        byte[] bytes = new byte[40_000];
        new Random(3).nextBytes(bytes);
        for (int i = 1; i < bytes.length; i += 2) {
            bytes[i] = (byte) (bytes[i] / 16);
        }
        AudioFormat stereo = AudioFormat.of(Encoding.PCM_S16LE, 44_100, 2);

        // when / then
        assertThat(new Decoding(stereo).decode(bytes, size))
                .isEqualTo(new Decoding(stereo).decode(bytes, bytes.length));
    }

    private static float[] mix(Downmixer downmixer, float[] first, float[] second) {
        float[] mixed = new float[first.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = downmixer.mix(first[i], second[i]);
        }
        return mixed;
    }

    private static float[] scaled(float[] samples, double factor) {
        float[] scaled = samples.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factor;
        }
        return scaled;
    }

    private static float[] withNoise(float[] samples, double level, int seed) {
        var random = new Random(seed);
        float[] noisy = samples.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (level * random.nextGaussian());
        }
        return noisy;
    }

    private static double energy(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return sum;
    }

    private static double correlation(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return Math.abs(sum) / Math.sqrt(energy(a) * energy(b));
    }

    private static float largestStep(float[] samples) {
        float largest = 0;
        for (int i = 1; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
        }
        return largest;
    }

    private static float[] clip(String name) {
        try {
            return Decoding.of(Files.readAllBytes(Path.of("../dev/audio/" + name + ".wav")));
        } catch (IOException | AudioException e) {
            throw new AssertionError(e);
        }
    }
}
