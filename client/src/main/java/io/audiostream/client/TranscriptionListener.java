package io.audiostream.client;

import io.audiostream.proto.TranscriptionResponse;

/**
 * Receives the results of a stream. The client calls it from its own threads, one call at a time. A slow listener
 * delays the results behind it and, by flow control, the stream. {@link #onEnd} or {@link #onFailure} is called once,
 * last.
 */
public interface TranscriptionListener {

    /** Receives an interim, which the next result for the same segment replaces. */
    default void onInterim(TranscriptionResponse interim) {}

    /** Receives the final text of a segment. It never changes. */
    void onFinal(TranscriptionResponse result);

    /**
     * Receives the start or the end of speech, if the metadata has {@code speech_events}: see {@code speech_event},
     * {@code start_time} and {@code end_time} of its metadata. Each start is followed by its end, once, also if the
     * stream resumes in between. After a failure of the stream, the end of the last speech is missing.
     */
    default void onSpeechEvent(TranscriptionResponse event) {}

    /**
     * Called before each new attempt to connect. The service transcribes the audio after the last final again, so the
     * interims of the open segment begin again. Blocking here delays other streams of the client that reconnect. An
     * exception ends the stream.
     */
    default void onReconnecting(Reconnection reconnection) {}

    /** Called when all audio is transcribed. */
    default void onEnd() {}

    /** Called when the stream fails and does not resume. Finals received before stay valid. */
    default void onFailure(TranscriptionException failure) {}
}
