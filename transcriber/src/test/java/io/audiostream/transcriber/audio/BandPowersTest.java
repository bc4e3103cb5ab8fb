package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandPowersTest {

    @ParameterizedTest(name = "{0} Hz")
    @ValueSource(ints = {250, 1_000, 3_000, 5_000})
    void givesMeanSquareOfSineInRange(int frequency) {
        // when / then
        assertThat(Arrays.stream(BandPowers.of(sine(frequency))).sum()).isCloseTo(0.5, within(0.01));
    }

    @ParameterizedTest(name = "{0} Hz")
    @ValueSource(ints = {0, 50, 7_000})
    void ignoresSineOutOfRange(int frequency) {
        // when / then
        assertThat(Arrays.stream(BandPowers.of(sine(frequency))).sum()).isLessThan(1e-4);
    }

    @ParameterizedTest(name = "{0} Hz is in band {1}")
    @CsvSource({"220, 0", "1000, 5", "5300, 14"})
    void assignsSineToBandOfItsFrequency(int frequency, int band) {
        // when
        double[] powers = BandPowers.of(sine(frequency));

        // then
        assertThat(powers[band]).isEqualTo(Arrays.stream(powers).max().orElseThrow());
    }

    @Test
    void spreadsWhiteNoiseEvenlyOverFrequencies() {
        // given
        double[] mean = new double[BandPowers.BANDS];
        var random = new Random(5);

        // when
        for (int i = 0; i < 500; i++) {
            float[] noise = new float[FRAME_SAMPLES];
            for (int j = 0; j < noise.length; j++) {
                noise[j] = (float) random.nextGaussian();
            }
            double[] powers = BandPowers.of(noise);
            Arrays.setAll(mean, band -> mean[band] + powers[band] / 500);
        }

        // then
        // 150 to 5500 Hz of 8000.
        assertThat(Arrays.stream(mean).sum()).isCloseTo(5_350 / 8_000.0, within(0.02));
    }

    private static float[] sine(int frequency) {
        float[] samples = new float[FRAME_SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * frequency * i / 16_000 + 0.3);
        }
        return samples;
    }
}
