package io.audiostream.transcriber.session;

/**
 * Receives the results of a session. Called on the session's executor, one call at a time. {@link #onCompleted} or
 * {@link #onFailed} is the last call; after a cancellation there is no further call.
 */
public interface SessionListener {

    void onResult(SegmentResult result);

    /**
     * Called when speech starts, before the first result of its segments, and when it ends, before the last one, if
     * {@link SessionRequest#speechEvents} asked for it. Each start is followed by an end and then by a final with
     * {@link SegmentResult#endOfUtterance}, unless the session fails, or ends within speech so that its client resumes.
     */
    default void onSpeech(SpeechEvent event) {}

    /**
     * Called when all audio was consumed and all finals were delivered.
     *
     * @param progress progress of the session at its end
     */
    void onCompleted(SegmentResult.Progress progress);

    /**
     * Called when the session ended early. Unless the session was aborted or failed, all finals for the audio that it
     * had consumed were delivered before.
     *
     * @param failure an {@link io.audiostream.transcriber.audio.AudioException} or a {@link SessionRefusedException}
     *     for an invalid chunk, a {@link ResumableException} if the client can resume in another session, a
     *     {@link UnaryTimeout.TimedOutException}, an {@link io.audiostream.transcriber.engine.EngineException}, or
     *     another exception for a defect of the server
     */
    void onFailed(Exception failure);
}
