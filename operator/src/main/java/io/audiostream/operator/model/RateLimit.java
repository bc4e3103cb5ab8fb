package io.audiostream.operator.model;

import java.util.Optional;

/**
 * Limits of new calls of a pod.
 *
 * @param ofAll limit of all callers together; empty: none
 * @param perCaller limit of each caller; empty: none
 */
public record RateLimit(Optional<Rate> ofAll, Optional<Rate> perCaller) {

    /**
     * A token bucket.
     *
     * @param perSecond new calls per second
     * @param burst new calls at once after a pause
     */
    public record Rate(int perSecond, int burst) {

        /** @throws IllegalArgumentException when a value is not positive */
        public Rate {
            Checks.check(perSecond > 0, "rate " + perSecond + " must be above zero");
            Checks.check(burst > 0, "burst " + burst + " must be above zero");
        }
    }
}
