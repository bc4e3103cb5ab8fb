package io.audiostream.transcriber.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 47_999, 48_000})
    void keepsDuration(int rate) {
        // when / then
        assertThat(resample(rate, new float[rate * 2]).length).isEqualTo(32_000);
    }

    @ParameterizedTest(name = "{1} Hz at {0} Hz")
    @CsvSource({"8000,1000", "8000,3500", "44100,100", "44100,6500", "48000,1000", "48000,7000", "11025,4000"})
    void keepsLevelInPassBand(int rate, int frequency) {
        // when
        double gain = db(rms(middle(resample(rate, tone(rate, frequency)))) / Math.sqrt(0.5));

        // then
        assertThat(gain).isBetween(-0.1, 0.1);
    }

    @ParameterizedTest(name = "{1} Hz at {0} Hz")
    @CsvSource({"48000,9000", "48000,15000", "48000,23000", "44100,9000", "44100,20000", "32000,12000"})
    void attenuatesFrequenciesAboveNyquist(int rate, int frequency) {
        // when
        double gain = db(rms(middle(resample(rate, tone(rate, frequency)))) / Math.sqrt(0.5));

        // then
        assertThat(gain).isLessThan(-70);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 160, 1_000})
    void givesSameOutputHoweverInputIsSplit(int size) {
        // given
        float[] input = noise(20_000);
        var resampler = new Resampler(44_100);

        // when
        float[] pieces = {};
        for (int from = 0; from < input.length; from += size) {
            pieces = join(
                    pieces, resampler.resample(Arrays.copyOfRange(input, from, Math.min(from + size, input.length))));
        }

        // then
        assertThat(join(pieces, resampler.finish())).containsExactly(resample(44_100, input));
    }

    @Test
    void passesSixteenKilohertzUnchanged() {
        // given
        float[] input = noise(1_000);

        // when / then
        assertThat(resample(16_000, input)).containsExactly(input);
    }

    private static float[] resample(int rate, float[] input) {
        var resampler = new Resampler(rate);
        return join(resampler.resample(input), resampler.finish());
    }

    private static float[] tone(int rate, int frequency) {
        float[] samples = new float[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * frequency * i / rate);
        }
        return samples;
    }

    private static float[] noise(int length) {
        var random = new Random(1);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        return samples;
    }

    private static float[] middle(float[] samples) {
        return Arrays.copyOfRange(samples, samples.length / 4, samples.length * 3 / 4);
    }

    private static double rms(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    private static double db(double ratio) {
        return 20 * Math.log10(ratio);
    }

    private static float[] join(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
