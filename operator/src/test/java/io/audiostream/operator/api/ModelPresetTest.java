package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelPresetTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(ModelPreset preset) {
        assertThat(ModelPreset.named(preset.presetName())).contains(preset);
        assertThat(preset.sha256()).matches(Patterns.SHA256);
        assertThat(preset.uri()).matches(Patterns.MODEL_URI).endsWith("/ggml-" + preset.presetName() + ".bin");
    }

    @Test
    void noTwoHaveTheSameChecksum() {
        assertThat(Arrays.stream(ModelPreset.values()).map(ModelPreset::sha256)).doesNotHaveDuplicates();
    }

    @Test
    void aNameThatIsNoneFindsNothing() {
        assertThat(ModelPreset.named("large-v3-q8_0")).isEmpty();
        assertThat(ModelPreset.named("BASE")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void knowsOnlyEnglishWhenItsNameSaysSo(ModelPreset preset) {
        assertThat(preset.englishOnly()).isEqualTo(preset.name().contains("_EN"));
    }
}
