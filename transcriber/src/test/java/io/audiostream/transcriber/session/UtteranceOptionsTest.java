package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.audio.EndpointingConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtteranceOptionsTest {

    @ParameterizedTest
    @ValueSource(ints = {99, 10_001})
    void refusesInterimIntervalOutsideRange(int millis) {
        // when / then
        assertThatThrownBy(() -> options("", Duration.ofMillis(millis)))
                .hasMessageContaining("interim interval is %d ms, not 100 to 10000 ms", millis);
    }

    @Test
    void refusesLongPrompt() {
        // when / then
        assertThatThrownBy(() -> options("x".repeat(1_001), UtteranceOptions.DEFAULT_INTERIM_INTERVAL))
                .hasMessageContaining("1001 characters, at most 1000");
    }

    private static UtteranceOptions options(String prompt, Duration interimInterval) {
        return new UtteranceOptions(LanguageChoice.ANY, prompt, true, interimInterval, EndpointingConfig.DEFAULT);
    }
}
