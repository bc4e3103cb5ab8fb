package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelPresetTest {

    @ParameterizedTest
    @EnumSource
    void findsPresetByItsName(ModelPreset preset) {
        // when / then
        assertThat(ModelPreset.named(preset.presetName())).contains(preset);
        assertThat(preset.sha256()).matches(Patterns.SHA256);
        assertThat(preset.uri()).matches(Patterns.MODEL_URI).endsWith("/ggml-" + preset.presetName() + ".bin");
    }

    @Test
    void hasDistinctChecksums() {
        // when / then
        assertThat(Arrays.stream(ModelPreset.values()).map(ModelPreset::sha256)).doesNotHaveDuplicates();
    }

    @Test
    void findsNothingByUnknownName() {
        // when / then
        assertThat(ModelPreset.named("large-v3-q8_0")).isEmpty();
        assertThat(ModelPreset.named("BASE")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isEnglishOnlyIfItsNameHasEn(ModelPreset preset) {
        // when / then
        assertThat(preset.englishOnly()).isEqualTo(preset.name().contains("_EN"));
    }
}
