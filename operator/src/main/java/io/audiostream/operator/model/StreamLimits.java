package io.audiostream.operator.model;

import java.time.Duration;

/**
 * Limits of the lifetime of streams.
 *
 * @param drainTimeout time in which the streams of a terminating pod can finish
 * @param maxAge maximum age of a live stream; zero: no limit
 */
public record StreamLimits(Duration drainTimeout, Duration maxAge) {

    /** @throws IllegalArgumentException with the value seen */
    public StreamLimits {
        Checks.positive("drain timeout", drainTimeout);
        Checks.positiveOrZero("maximum stream age", maxAge);
    }
}
