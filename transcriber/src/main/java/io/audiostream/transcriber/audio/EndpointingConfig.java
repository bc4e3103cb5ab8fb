package io.audiostream.transcriber.audio;

import java.time.Duration;

/**
 * Configures when the endpointer ends a segment.
 *
 * @param silence pause after speech that ends a segment, 100 ms to 10 s
 * @param maxSegment maximum length of a segment, 2 s to 28 s (a decode's window is limited to 30 s)
 */
public record EndpointingConfig(Duration silence, Duration maxSegment) {

    public static final Duration MIN_SILENCE = Duration.ofMillis(100);
    public static final Duration MAX_SILENCE = Duration.ofSeconds(10);
    public static final Duration MIN_MAX_SEGMENT = Duration.ofSeconds(2);
    public static final Duration MAX_MAX_SEGMENT = Duration.ofSeconds(28);
    public static final EndpointingConfig DEFAULT =
            new EndpointingConfig(Duration.ofMillis(700), Duration.ofSeconds(20));

    public EndpointingConfig {
        check("silence", silence, MIN_SILENCE, MAX_SILENCE);
        check("the longest segment", maxSegment, MIN_MAX_SEGMENT, MAX_MAX_SEGMENT);
    }

    private static void check(String what, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "%s is %d ms, not %d to %d ms".formatted(what, value.toMillis(), min.toMillis(), max.toMillis()));
        }
    }
}
