package io.audiostream.operator.model;

import java.time.Duration;
import java.util.List;

/**
 * Cross-origin requests of browsers.
 *
 * @param allowOrigins origins of the pages that may call the service, with at most one {@code *}, in the first label of
 *     the host
 * @param maxAge time for which a browser may cache the answer to a preflight request; zero: not at all
 */
public record Cors(List<String> allowOrigins, Duration maxAge) {

    /** @throws IllegalArgumentException when there is no origin, or the time is negative */
    public Cors {
        allowOrigins = List.copyOf(allowOrigins);
        Checks.check(!allowOrigins.isEmpty(), "no origin is allowed; leave CORS out instead");
        Checks.positiveOrZero("maximum age of preflight answers", maxAge);
    }
}
