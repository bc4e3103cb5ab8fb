package io.audiostream.operator.pods;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * How busy a pod says it is.
 *
 * @param slots streams and calls that it takes at once, at least 1
 * @param streams slots in use, 0 to {@code slots}
 * @param engine what runs the model, with its version; null when it has not told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodLoad(int slots, int streams, @Nullable String engine) {

    /** Of a pod that does not tell its engine. */
    public PodLoad(int slots, int streams) {
        this(slots, streams, null);
    }
}
