package io.audiostream.operator.pods;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How busy a pod says it is.
 *
 * @param slots streams and calls that it takes at once, at least 1
 * @param streams slots in use, 0 to {@code slots}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodReading(int slots, int streams) {}
