package io.audiostream.commandline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogConfigTest {

    @Test
    void acceptsEmptyEnvironment() {
        // when / then
        assertThatCode(() -> LogConfig.check(Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR", "WARN", "INFO", "DEBUG", "TRACE", "debug"})
    void acceptsLevels(String level) {
        // when / then
        assertThatCode(() -> LogConfig.check(Map.of("AUDIOSTREAM_LOG_LEVEL", level)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void acceptsFormats(String format) {
        // when / then
        assertThatCode(() -> LogConfig.check(Map.of("AUDIOSTREAM_LOG_FORMAT", format)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "AUDIOSTREAM_LOG_LEVEL,  verbose, 'ERROR, WARN, INFO, DEBUG or TRACE'",
        "AUDIOSTREAM_LOG_LEVEL,  '',      'ERROR, WARN, INFO, DEBUG or TRACE'",
        "AUDIOSTREAM_LOG_FORMAT, JSON,    json or text",
        "AUDIOSTREAM_LOG_FORMAT, '',      json or text"
    })
    void refusesUnknownValueWithNameValueAndRemedy(String name, String value, String remedy) {
        // when / then
        assertThatExceptionOfType(InvalidEnvironmentException.class)
                .isThrownBy(() -> LogConfig.check(Map.of(name, value)))
                .withMessageContaining(name + " is '" + value + "'")
                .withMessageContaining(remedy);
    }
}
