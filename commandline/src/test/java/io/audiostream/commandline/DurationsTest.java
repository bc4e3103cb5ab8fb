package io.audiostream.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0s, PT0S, 0s",
        "700ms, PT0.7S, 700ms",
        "1000ms, PT1S, 1s",
        "10s, PT10S, 10s",
        "60s, PT1M, 1m",
        "90s, PT1M30S, 90s",
        "5m, PT5M, 5m",
        "60m, PT1H, 1h",
        "99999999h, PT99999999H, 99999999h"
    })
    void readsAndWritesTheShortestForm(String text, Duration duration, String written) {
        // when
        Duration parsed = Durations.parse(text);

        // then
        assertThat(parsed).isEqualTo(duration);
        assertThat(Durations.format(parsed)).isEqualTo(written);
        assertThat(text).matches(Durations.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1.5s", "-1s", "10 s", "1d", "1h30m", "10S", "123456789s", "010s", "١s"})
    void refusesOtherText(String text) {
        // when / then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' is not a duration such as 700ms, 10s, 5m or 1h");
        assertThat(text).doesNotMatch(Durations.PATTERN);
    }
}
