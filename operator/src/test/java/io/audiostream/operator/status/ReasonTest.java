package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void hasItsNameInCamelCaseAsText(Reason reason) {
        // when
        var snakeCase = reason.text().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);

        // then
        assertThat(snakeCase).isEqualTo(reason.name());
        assertThat(Reason.of(reason.text())).isEqualTo(reason);
    }

    @Test
    void refusesUnknownText() {
        // when / then
        assertThatThrownBy(() -> Reason.of("Napping"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Napping'")
                .hasMessageContaining("Serving");
    }

    @Test
    void cannotBeUsedForAConditionOfAnotherType() {
        // when / then
        assertThatThrownBy(() ->
                        new ConditionState(ConditionType.READY, ConditionStatus.TRUE, Reason.STUCK, "Not a reason."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Ready")
                .hasMessageContaining("Stuck");
    }
}
