package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Transcript;

/** An event of the text layer that can affect what a client reads. Counted by metrics. */
public enum TextEvent {
    /** A segment reached its maximum length and ended between two words. */
    SEGMENT_CUT,
    /** A window ended in a repetition loop. Its audio was decoded again, in parts. */
    LOOP,
    /** A decode wrote more text than a speaker can say in its audio: the text without audio was removed. */
    UNSPOKEN,
    /** The model doubted that a window has speech, and so did the speech detector: the text was dropped. */
    DROPPED,
    /** A window had more tokens than the decoder's context holds. The rest was decoded in another window. */
    TOKEN_LIMIT,
    /** A decode had skipped speech, and another decode found words there. */
    GAP_FILLED,
    /** A decode had skipped speech, and another decode found no words there. */
    GAP_WITHOUT_WORDS,
    /** The speaker went on in another language after a short pause, and a segment of its own has that text. */
    LANGUAGE_CHANGED,
    /** The engine decoded a window again, because its text ended in a repetition loop. */
    RETRY_LOOP,
    /** The engine decoded a window again, because its text had a low confidence or repeated itself. */
    RETRY_UNRELIABLE,
    /** The engine decoded a window in a second language, which was nearly as probable. */
    RETRY_LANGUAGE,
    /** No word of a full window was settled, and its audio left the window. */
    WINDOW_FORCED;

    static TextEvent of(Transcript.Retry retry) {
        return switch (retry) {
            case LOOP -> RETRY_LOOP;
            case UNRELIABLE -> RETRY_UNRELIABLE;
            case LANGUAGE -> RETRY_LANGUAGE;
        };
    }
}
