package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.openai.ApiFailure;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.websocket.CloseCode;
import java.util.Optional;

/**
 * What ended a session, and with it the connection.
 *
 * @param item the item that gets no text because of it; empty if there is none
 * @param doneMillis audio of the connection whose text the client has, in ms
 */
record SessionFailure(Exception cause, Optional<String> item, long doneMillis) {

    /** OpenAI has no code for it. */
    static final String SHUTTING_DOWN = "server_shutting_down";

    /** Returns the failure for the client. */
    ApiFailure.Details details(String requestId) {
        return cause instanceof ResumableException e
                ? new ApiFailure.Details(message(e), "server_error", null, code(e.reason()))
                : ApiFailure.of(cause, requestId).details();
    }

    private String message(ResumableException e) {
        return "%s: connect again, and send the audio from %d ms on again".formatted(sentence(e.reason()), doneMillis);
    }

    /** Returns whether a new connection can go on. */
    boolean isResumable() {
        return cause instanceof ResumableException;
    }

    private static String sentence(ResumableException.Cause reason) {
        return switch (reason) {
            case DRAINING -> "the server is shutting down";
            case MAX_AGE -> "the session has reached its maximum age";
            case IDLE, SLOT_RECLAIMED -> "the session received too little audio";
        };
    }

    private static String code(ResumableException.Cause reason) {
        return switch (reason) {
            case DRAINING -> SHUTTING_DOWN;
            case MAX_AGE -> "session_expired";
            case IDLE, SLOT_RECLAIMED -> "session_idle";
        };
    }

    CloseCode closeCode() {
        return switch (cause) {
            case ResumableException _ -> CloseCode.SERVICE_RESTART;
            case AudioException _ -> CloseCode.UNSUPPORTED_DATA;
            default -> CloseCode.INTERNAL_ERROR;
        };
    }
}
