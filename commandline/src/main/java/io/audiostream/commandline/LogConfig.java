package io.audiostream.commandline;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks the environment variables that {@code logback.xml} reads. Logback takes an unknown level for DEBUG, and logs
 * nothing in an unknown format.
 */
public final class LogConfig {
    private static final String LEVEL = "AUDIOSTREAM_LOG_LEVEL";
    private static final String FORMAT = "AUDIOSTREAM_LOG_FORMAT";
    private static final List<String> LEVELS = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL");
    private static final List<String> FORMATS = List.of("json", "text");

    private LogConfig() {}

    /**
     * Checks level and format.
     *
     * @throws InvalidEnvironmentException if a variable has an invalid value
     */
    public static void check(Map<String, String> environment) {
        checkLevel(environment);
        var format = environment.getOrDefault(FORMAT, "text");
        if (!FORMATS.contains(format)) {
            throw new InvalidEnvironmentException(FORMAT + " is '" + format + "'; write json or text");
        }
    }

    /**
     * Checks the level alone. An empty one is invalid.
     *
     * @throws InvalidEnvironmentException if the variable has an invalid value
     */
    public static void checkLevel(Map<String, String> environment) {
        var level = environment.getOrDefault(LEVEL, "INFO");
        if (!LEVELS.contains(level.toUpperCase(Locale.ROOT))) {
            throw new InvalidEnvironmentException(
                    LEVEL + " is '" + level + "'; write ERROR, WARN, INFO, DEBUG or TRACE");
        }
    }
}
