package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;

/** How a session ended, as logs and metrics call it. */
public enum SessionEnd {
    /** All audio was heard, and all text sent. */
    COMPLETED,
    /** The client went away or gave up, or the call's deadline passed. */
    CANCELLED,
    /** The server was about to go. */
    DRAINED,
    /** The stream was as old as one may become. */
    AGED,
    /** The client sent what can't be. */
    INVALID,
    /** The server gave up, as it took too long. */
    TIMED_OUT,
    /** The engine failed. */
    FAILED;

    /** What a failure that a client is told of stands for. */
    static SessionEnd of(Exception failure) {
        return switch (failure) {
            case ResumableException e ->
                switch (e.reason()) {
                    case DRAINING -> DRAINED;
                    case MAX_AGE -> AGED;
                };
            case AudioException _, SessionRefusedException _ -> INVALID;
            case UnaryTimeout.TimedOutException _ -> TIMED_OUT;
            default -> FAILED;
        };
    }
}
