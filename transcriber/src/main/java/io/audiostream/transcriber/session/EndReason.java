package io.audiostream.transcriber.session;

/** Why a segment ended. */
public enum EndReason {
    /** The speaker paused. */
    SILENCE,
    /** The segment reached its maximum length. */
    MAX_SEGMENT,
    /** The client sent a flush. */
    FLUSH,
    /** The audio ended. */
    END_OF_AUDIO,
    /** The server is draining. */
    DRAIN,
    /** The stream reached its maximum age. */
    MAX_AGE,
    /** The client sent no audio, or too little, for too long. */
    IDLE
}
