package io.audiostream.operator.model;

import io.audiostream.operator.api.EnvoyLimitsSpec;
import io.audiostream.operator.api.EnvoySpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import java.util.Objects;

/** Reads {@code spec.envoy.maxConnectionAge} and {@code spec.envoy.limits}. */
final class ConnectionLimitsReader {
    private static final EnvoyLimitsSpec NO_LIMITS = new EnvoyLimitsSpec(null, null);

    /** Memory of an idle connection, with its share of what Envoy needs without any, in bytes. */
    private static final long BYTES_PER_CONNECTION = 32 << 10;

    /** Far above what the slots of a pod can use, and below the usual limit of open files. */
    private static final int MAX_DERIVED = 20_000;

    private ConnectionLimitsReader() {}

    /** @param resources resources of Envoy */
    static ConnectionLimits read(EnvoySpec spec, Resources resources) {
        var limits = Objects.requireNonNullElse(spec.limits(), NO_LIMITS);
        return new ConnectionLimits(
                FieldCheck.streamTimeoutOrZero(
                        "spec.envoy.maxConnectionAge", spec.maxConnectionAge(), SpecDefaults.MAX_CONNECTION_AGE),
                FieldCheck.inRange(
                        "spec.envoy.limits.connections",
                        limits.connections(),
                        connectionsIn(resources),
                        SpecLimits.MIN_CONNECTIONS,
                        SpecLimits.MAX_CONNECTIONS),
                FieldCheck.inRange(
                        "spec.envoy.limits.streamsPerConnection",
                        limits.streamsPerConnection(),
                        SpecDefaults.STREAMS_PER_CONNECTION,
                        SpecLimits.MIN_STREAMS_PER_CONNECTION,
                        SpecLimits.MAX_STREAMS_PER_CONNECTION));
    }

    private static int connectionsIn(Resources resources) {
        return resources
                .memoryLimitBytes()
                .map(bytes -> (int) Math.clamp(bytes / BYTES_PER_CONNECTION, SpecLimits.MIN_CONNECTIONS, MAX_DERIVED))
                .orElse(MAX_DERIVED);
    }
}
