package io.audiostream.operator.status;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The load of a service's ready pods.
 *
 * @param capacity streams that the ready pods can serve at the same time, at least 0
 * @param streams streams that they serve now, at least 0; empty when a ready pod has not reported its load
 * @param engine the inference engine of the pods with its version. Several engines, separated by commas, during a
 *     rollout; empty when no pod has reported one
 * @param fetches the progress of pods that fetch their model, by name of the pod
 * @param envoys the configuration that Envoy has accepted, by name of the pod; of pods that report it, ready or not
 */
public record Load(
        int capacity,
        OptionalInt streams,
        String engine,
        Map<String, FetchReport> fetches,
        Map<String, EnvoyReport> envoys) {

    /** The load while no pod is ready. */
    public static final Load NONE = new Load(0, OptionalInt.of(0));

    /** Checks the ranges. */
    public Load {
        fetches = Map.copyOf(fetches);
        envoys = Map.copyOf(envoys);
        if (capacity < 0 || streams.orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "capacity is %d and streams is %s; both must be at least 0".formatted(capacity, streams));
        }
    }

    /** The load of pods that have not reported their engine. */
    public Load(int capacity, OptionalInt streams) {
        this(capacity, streams, "");
    }

    /** The load of pods that have not reported the state of Envoy. */
    public Load(int capacity, OptionalInt streams, String engine) {
        this(capacity, streams, engine, Map.of(), Map.of());
    }

    /** Returns this load with another number of streams. */
    public Load withStreams(int number) {
        return new Load(capacity, OptionalInt.of(number), engine, fetches, envoys);
    }

    /** Returns this load without what changes all the time: the number of streams, and the progress of fetches. */
    public Load withoutStreams() {
        return new Load(capacity, OptionalInt.empty(), engine, Map.of(), envoys);
    }
}
