package io.audiostream.operator.pods;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.audiostream.operator.status.EnvoyReport;
import io.audiostream.operator.status.FetchReport;
import org.jspecify.annotations.Nullable;

/**
 * The load that a pod reports.
 *
 * @param slots streams and unary calls that the pod serves at the same time, at least 1
 * @param streams slots in use, 0 to {@code slots}
 * @param fetch the progress of a pod that fetches its model, which has no slots yet; null afterwards
 * @param engine the inference engine with its version; null when the pod does not report it
 * @param envoy the configuration that Envoy has accepted; null when the pod does not report it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodLoad(
        int slots,
        int streams,
        @Nullable FetchReport fetch,
        @Nullable String engine,
        @Nullable EnvoyReport envoy) {

    /** Checks the lower bounds. */
    public PodLoad {
        if (slots < 1 && fetch == null || streams < 0) {
            throw new IllegalArgumentException(
                    "slots is %d and must be at least 1, streams is %d and must be at least 0"
                            .formatted(slots, streams));
        }
    }

    /** The load of a pod that does not report its engine. */
    public PodLoad(int slots, int streams) {
        this(slots, streams, null);
    }

    /** The load of a pod that does not report the state of Envoy. */
    public PodLoad(int slots, int streams, @Nullable String engine) {
        this(slots, streams, engine, null);
    }

    /** The load of a pod that serves. */
    public PodLoad(int slots, int streams, @Nullable String engine, @Nullable EnvoyReport envoy) {
        this(slots, streams, null, engine, envoy);
    }
}
