package io.audiostream.operator.model;

import java.time.Duration;

/**
 * Limits of the connections of clients.
 *
 * @param maxAge age at which Envoy asks the client to open a new connection; zero: no limit
 * @param connections most connections to a pod
 * @param streamsPerConnection most streams of one connection
 */
public record ConnectionLimits(Duration maxAge, int connections, int streamsPerConnection) {

    /** @throws IllegalArgumentException with the value seen */
    public ConnectionLimits {
        Checks.positiveOrZero("maximum connection age", maxAge);
        Checks.inRange("number of connections", connections, 1, Integer.MAX_VALUE);
        Checks.inRange("number of streams of a connection", streamsPerConnection, 1, Integer.MAX_VALUE);
    }
}
