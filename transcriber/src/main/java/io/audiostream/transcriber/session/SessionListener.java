package io.audiostream.transcriber.session;

/**
 * Hears what comes out of a session. Called on the session's executor, one call at a time; after {@link #onCompleted}
 * or {@link #onFailed} nothing more comes, and after the session was cancelled nothing at all.
 */
public interface SessionListener {

    void onResult(SegmentResult result);

    /**
     * All audio was taken in and all finals are out.
     *
     * @param progress how much audio that was
     */
    void onCompleted(SegmentResult.Progress progress);

    /**
     * The session ended early; finals for what it had taken in came before.
     *
     * @param failure an {@link io.audiostream.transcriber.audio.AudioException} for audio that can't be read, a
     *     {@link ResumableException} when the client is to go on in another session, or an
     *     {@link io.audiostream.transcriber.engine.EngineException}
     */
    void onFailed(Exception failure);
}
