package io.audiostream.transcriber.engine.ctranslate2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.engine.Speech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MelSpectrogramTest {

    /** The expected values come from the arrays mel_80 and mel_128 of OpenAI's {@code mel_filters.npz}. */
    @ParameterizedTest
    @CsvSource({
        "80, 0, 1, 0.0248625949",
        "80, 0, 2, 0",
        "80, 3, 5, 0",
        "80, 40, 43, 0.0147355665",
        "80, 79, 198, 0.00089751801",
        "80, 79, 10, 0",
        "128, 0, 1, 0.0123739867",
        "128, 0, 2, 0",
        "128, 3, 2, 0.0180185791",
        "128, 64, 43, 0.0180915184",
        "128, 127, 198, 0.00222856039",
        "128, 127, 10, 0"
    })
    void matchesFiltersOfReference(int bands, int band, int bin, float weight) {
        // when / then
        assertThat(new MelFilters(bands).weight(band, bin)).isCloseTo(weight, within(1e-7f));
    }

    /** The expected values come from OpenAI's {@code log_mel_spectrogram}, for the recording padded to 12 s. */
    @ParameterizedTest
    @CsvSource({
        "80, 0, 0, -0.53874",
        "80, 0, 37, -0.22049",
        "80, 5, 100, 0.90087",
        "80, 20, 333, 0.68410",
        "80, 40, 512, -0.16339",
        "80, 79, 800, -0.53874",
        "80, 79, 1099, -0.53874",
        "80, 10, 1150, -0.53874",
        "80, 3, 1000, 0.65355",
        "128, 0, 0, -0.50631",
        "128, 0, 37, -0.29625",
        "128, 5, 100, 0.29814",
        "128, 20, 333, 0.71861",
        "128, 40, 512, 0.03849",
        "128, 127, 800, -0.50631",
        "128, 127, 1099, -0.50631",
        "128, 10, 1150, -0.50631",
        "128, 3, 1000, 0.13524"
    })
    void matchesSpectrogramOfReference(int bands, int band, int frame, float value) {
        // when
        float[] mel = new MelSpectrogram(bands).compute(Speech.jfk(), 1_200);

        // then
        assertThat(mel[band * 1_200 + frame]).isCloseTo(value, within(2e-3f));
    }

    @Test
    void givesConstantForSilence() {
        // when / then
        assertThat(new MelSpectrogram(80).compute(new float[16_000], 200)).containsOnly(-1.5f);
    }

    @Test
    void acceptsWindowThatFillsAllFrames() {
        // when
        float[] mel = new MelSpectrogram(80).compute(Speech.withNoise(new float[480_000], 0.1f), 3_000);

        // then
        assertThat(mel).hasSize(80 * 3_000).doesNotContain(Float.NaN);
        assertThat(mel[2_999]).isGreaterThan(0);
    }

    @Test
    void refusesTooManySamples() {
        // when / then
        assertThatThrownBy(() -> new MelSpectrogram(80).compute(new float[16_001], 100))
                .hasMessageContaining("16001");
    }
}
