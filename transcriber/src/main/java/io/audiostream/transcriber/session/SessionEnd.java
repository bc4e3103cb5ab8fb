package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;

/** How a session ended, as logs and metrics report it. */
public enum SessionEnd {
    /** All audio was processed, and all text sent. */
    COMPLETED,
    /** The client disconnected or cancelled, or the call's deadline passed. */
    CANCELLED,
    /** The server was shutting down. */
    DRAINED,
    /** The stream reached its maximum age. */
    AGED,
    /** The client sent no audio for the idle timeout. */
    IDLE,
    /** The client sent too little audio, and another call needed the slot. */
    RECLAIMED,
    /** The request or its audio was invalid. */
    INVALID,
    /** The call exceeded the server's time limit. */
    TIMED_OUT,
    /** The engine failed. */
    FAILED;

    /** Maps the failure that the client receives. */
    static SessionEnd of(Exception failure) {
        return switch (failure) {
            case ResumableException e ->
                switch (e.reason()) {
                    case DRAINING -> DRAINED;
                    case MAX_AGE -> AGED;
                    case IDLE -> IDLE;
                    case SLOT_RECLAIMED -> RECLAIMED;
                };
            case AudioException _, SessionRefusedException _ -> INVALID;
            case UnaryTimeout.TimedOutException _ -> TIMED_OUT;
            default -> FAILED;
        };
    }
}
