package io.audiostream.transcriber.session;

/**
 * Receives the results of a session. Called on the session's executor, one call at a time. {@link #onCompleted} or
 * {@link #onFailed} is the last call; after a cancellation there is no further call.
 */
public interface SessionListener {

    void onResult(SegmentResult result);

    /**
     * Called when all audio was consumed and all finals were delivered.
     *
     * @param progress progress of the session at its end
     */
    void onCompleted(SegmentResult.Progress progress);

    /**
     * Called when the session ended early, after the finals for the audio that it had consumed.
     *
     * @param failure an {@link io.audiostream.transcriber.audio.AudioException} for audio that cannot be decoded, a
     *     {@link ResumableException} if the client can resume in another session, or an
     *     {@link io.audiostream.transcriber.engine.EngineException}
     */
    void onFailed(Exception failure);
}
