package io.audiostream.transcriber.session;

/** Why a segment was closed. */
public enum EndReason {
    /** The speaker paused. */
    SILENCE,
    /** The segment reached its longest duration. */
    MAX_SEGMENT,
    /** The client asked for it. */
    FLUSH,
    /** The audio ended. */
    END_OF_AUDIO,
    /** The server is draining. */
    DRAIN,
    /** The stream is as old as one may become. */
    MAX_AGE
}
