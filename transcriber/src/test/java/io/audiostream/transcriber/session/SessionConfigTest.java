package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.EndpointingConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionConfigTest {

    @ParameterizedTest
    @ValueSource(ints = {99, 10_001})
    void refusesInterimIntervalOutsideRange(int millis) {
        // when / then
        assertThatThrownBy(() -> config("", Duration.ofMillis(millis)))
                .hasMessageContaining("interim interval is %d ms, not 100 to 10000 ms", millis);
    }

    @Test
    void refusesLongPrompt() {
        // when / then
        assertThatThrownBy(() -> config("x".repeat(1_001), SessionConfig.DEFAULT_INTERIM_INTERVAL))
                .hasMessageContaining("1001 characters, at most 1000");
    }

    private static SessionConfig config(String prompt, Duration interimInterval) {
        return new SessionConfig(
                true,
                AudioFormat.UNSPECIFIED,
                LanguageChoice.ANY,
                false,
                prompt,
                true,
                interimInterval,
                false,
                false,
                true,
                EndpointingConfig.DEFAULT);
    }
}
