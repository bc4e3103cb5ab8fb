package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseNameTest {

    @Test
    void usesNamespaceOfPod() {
        // when / then
        assertThat(LeaseName.parse("operator", Optional.of("speech"))).isEqualTo(new LeaseName("speech", "operator"));
    }

    @Test
    void prefersGivenNamespace() {
        // when / then
        assertThat(LeaseName.parse("other/operator", Optional.of("speech")))
                .isEqualTo(new LeaseName("other", "operator"));
    }

    @Test
    void refusesNameAloneOutsideOfPod() {
        // when / then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseName.parse("operator", Optional.empty()))
                .withMessageContainingAll("'operator' has no namespace", "NAMESPACE/NAME", "POD_NAMESPACE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/operator", "speech/", "a/b/c"})
    void refusesOtherForms(String text) {
        // when / then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseName.parse(text, Optional.of("speech")))
                .withMessageContainingAll("'" + text + "'", "NAME or NAMESPACE/NAME");
    }
}
