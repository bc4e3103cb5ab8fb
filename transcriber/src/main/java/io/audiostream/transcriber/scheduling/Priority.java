package io.audiostream.transcriber.scheduling;

/** The class of a session, which decides what its decodes have to wait for. */
public enum Priority {
    /** The audio is spoken now. The decodes precede those of all recordings. */
    LIVE,
    /** The audio is a recording. Its decodes use the cores that no live session needs. */
    RECORDING
}
