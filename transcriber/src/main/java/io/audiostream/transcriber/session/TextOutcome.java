package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.EngineException;

/** Receives the outcome of decodes. Called on the session's executor. */
interface TextOutcome {

    /** Called with an interim to send. */
    void onInterim(Segment segment, SegmentText text, SpokenLanguage language, long end);

    /** Called when a segment ended, with or without text. */
    void onFinal(Utterance.ReadyFinal result, SpokenLanguage language);

    /** Called when decoded audio left the backlog. */
    void onProgress();

    void onEvent(TextEvent event);

    void onFailed(EngineException failure);
}
