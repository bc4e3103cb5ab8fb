package io.audiostream.commandline;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as Kubernetes resources and command lines write them: one whole number and one of the
 * units {@code ms}, {@code s}, {@code m} and {@code h}.
 */
public final class Durations {

    /** Regular expression of a duration: at most eight digits, without leading zeros. */
    public static final String PATTERN = "(0|[1-9][0-9]{0,7})(ms|s|m|h)";

    private static final Pattern PARTS = Pattern.compile(PATTERN);
    private static final long MILLIS_PER_SECOND = 1_000;

    private Durations() {}

    /**
     * Parses a duration.
     *
     * @throws IllegalArgumentException if the text does not match {@link #PATTERN}
     */
    public static Duration parse(String text) {
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 700ms, 10s, 5m or 1h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /**
     * Formats a duration in the largest unit that needs no fraction. Truncates to milliseconds.
     *
     * @param duration at least 0
     */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        long seconds = millis / MILLIS_PER_SECOND;
        if (millis % MILLIS_PER_SECOND != 0) {
            return millis + "ms";
        }
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
