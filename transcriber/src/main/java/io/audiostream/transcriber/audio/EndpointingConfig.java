package io.audiostream.transcriber.audio;

import java.time.Duration;

/**
 * When a stretch of speech is closed as a segment.
 *
 * @param silence pause after speech that closes it, 100 ms to 10 s
 * @param maxSegment longest segment, 2 s to 28 s (what is decoded in one go is at most 30 s)
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
