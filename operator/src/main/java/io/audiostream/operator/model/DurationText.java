package io.audiostream.operator.model;

import io.audiostream.operator.api.Patterns;
import java.time.Duration;

/** Durations as resources and command lines write them: one whole number and one of the units ms, s, m and h. */
public final class DurationText {
    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static Duration parse(String text) {
        if (!text.matches(Patterns.DURATION)) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 700ms, 10s, 5m or 1h");
        }
        var unitAt = text.endsWith("ms") ? text.length() - 2 : text.length() - 1;
        var amount = Long.parseLong(text, 0, unitAt, 10);
        return switch (text.substring(unitAt)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Writes a duration in the largest unit that holds it without a fraction; what is below a millisecond is cut. */
    public static String of(Duration duration) {
        var millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        var seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
