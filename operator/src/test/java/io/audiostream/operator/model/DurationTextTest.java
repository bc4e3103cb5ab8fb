package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "700ms, PT0.7S, 700ms",
        "10s,   PT10S,  10s",
        "90s,   PT90S,  90s",
        "60s,   PT1M,   1m",
        "5m,    PT5M,   5m",
        "1h,    PT1H,   1h",
        "2000ms, PT2S,  2s",
        "0m,    PT0S,   0s",
        "99999999h, PT99999999H, 99999999h"
    })
    void readsOneUnitAndWritesTheLargestThatHoldsIt(String text, Duration duration, String written) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
        assertThat(DurationText.of(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1.5s", "-1s", "10 s", "1m30s", "010s", "123456789s", "10S"})
    void saysWhatADurationLooksLike(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessage("'" + text + "' is not a duration such as 700ms, 10s, 5m or 1h");
    }
}
