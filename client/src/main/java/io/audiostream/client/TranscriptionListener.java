package io.audiostream.client;

import io.audiostream.proto.TranscriptionResponse;

/**
 * Told of a stream's results. The calls come one after the other, on threads of the client; a slow listener holds up
 * the results behind it, and in the end the stream. {@link #onEnd} or {@link #onFailure} comes once, last.
 */
public interface TranscriptionListener {

    /** Text that the next result for the same segment replaces. */
    default void onInterim(TranscriptionResponse interim) {}

    /** A segment's text, which never changes. */
    void onFinal(TranscriptionResponse result);

    /** All audio was transcribed. */
    default void onEnd() {}

    /** The stream broke off; what was final stays so. */
    default void onFailure(TranscriptionException failure) {}
}
