package io.audiostream.transcriber.scheduling;

/** What a session waits with, most urgent first. */
public enum DecodeRank {
    /** The final of a live session: the client waits for it at the end of each utterance. */
    LIVE_FINAL,
    /**
     * An interim of a live session, or a further final of a live session that already waits for one. Further finals
     * have no precedence, so that a client that sends faster than speech does not delay the interims of others.
     */
    LIVE_INTERIM,
    /** A decode of a recording. */
    RECORDING
}
