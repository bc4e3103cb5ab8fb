package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants that have to agree with each other, because an annotation cannot compute one from the other. */
class SpecLimitsTest {

    @ParameterizedTest
    @CsvSource({
        SpecLimits.MIN_MESSAGE_SIZE + "," + SpecLimits.MIN_MESSAGE_BYTES,
        SpecLimits.MAX_MESSAGE_SIZE + "," + SpecLimits.MAX_MESSAGE_BYTES,
        SpecLimits.MIN_CACHE_SIZE + "," + SpecLimits.MIN_CACHE_BYTES,
        SpecLimits.MAX_CACHE_SIZE + "," + SpecLimits.MAX_CACHE_BYTES,
        SpecDefaults.MESSAGE_SIZE + "," + SpecDefaults.MESSAGE_BYTES
    })
    void statesSizesAsQuantityAndInBytes(String quantity, long bytes) {
        // when / then
        assertThat(new Quantity(quantity).getNumericalAmount()).isEqualByComparingTo(String.valueOf(bytes));
    }

    @Test
    void namesEveryPresetOfCtranslate2InItsRule() {
        // given
        var names = Arrays.stream(FolderPreset.values())
                .map(preset -> "'" + preset.presetName() + "'")
                .collect(Collectors.joining(", ", "[", "]"));

        // when / then
        assertThat(CelRules.CTRANSLATE2_READS_THE_PRESET).endsWith(" in " + names);
    }

    @Test
    void namesEveryPresetOfCtranslate2InItsMessage() {
        // when / then
        assertThat(FolderPreset.values())
                .allSatisfy(
                        preset -> assertThat(SpecMessages.PRESET_WITHOUT_FOLDER).contains(preset.presetName()));
    }

    @Test
    void namesEveryPullPolicyInItsRule() {
        // given
        var names = Arrays.stream(ImagePullPolicy.values())
                .map(policy -> "'" + policy.text() + "'")
                .collect(Collectors.joining(", ", "[", "]"));

        // when / then
        assertThat(CelRules.IS_PULL_POLICY).isEqualTo("self in " + names);
    }
}
