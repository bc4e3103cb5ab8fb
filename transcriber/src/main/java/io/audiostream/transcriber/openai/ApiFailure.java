package io.audiostream.transcriber.openai;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.UnaryTimeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure as OpenAI's API reports it.
 *
 * @param status status of the HTTP response
 * @param details the object {@code error} of the response
 */
public record ApiFailure(int status, Details details) {

    private static final Logger log = LoggerFactory.getLogger(ApiFailure.class);

    private static final String MODEL = "metadata.model";
    private static final String LANGUAGE = "metadata.language";
    private static final String TASK = "metadata.task";

    /**
     * Describes a failure to the client.
     *
     * @param type OpenAI's class of the error
     * @param param the invalid field; null if the error is not about a field
     * @param code OpenAI's code of the error, for programs; null if it has none
     */
    public record Details(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    /** Makes the failure of a status. */
    public static ApiFailure of(int status, String message, @Nullable String param, @Nullable String code) {
        return new ApiFailure(status, new Details(message, type(status), param, code));
    }

    /**
     * Maps what ended a call or a session. Logs a defect of the server, and hides its message from the client.
     *
     * @param requestId id of the request in the server's log
     */
    public static ApiFailure of(Exception failure, String requestId) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case ApiException e -> of(e.status(), message, e.param(), e.code());
            case AudioException e -> of(400, message, param(e.field()), "invalid_value");
            case SessionRefusedException e -> of(status(e), message, param(e.field()), code(e));
            case ResumableException _ -> of(503, "the server is shutting down: send the recording again", null, null);
            case UnaryTimeout.TimedOutException _ -> of(504, message, null, null);
            default -> {
                log.error("request {} failed", requestId, failure);
                yield of(500, "internal error: see the server's log for request id " + requestId, null, null);
            }
        };
    }

    private static String type(int status) {
        return switch (status) {
            case 429 -> "rate_limit_error";
            case 500, 503, 504 -> "server_error";
            default -> "invalid_request_error";
        };
    }

    private static int status(SessionRefusedException refusal) {
        return switch (refusal.reason()) {
            case LOADING, DRAINING -> 503;
            case NO_SLOT, CALLER_LIMIT, NO_MEMORY, BUSY -> 429;
            case TOO_LONG -> 413;
            case TOO_SLOW -> 408;
            case TOO_MANY_CHANNELS, INVALID -> 400;
            case NOT_FOUND -> refusal.field().equals(MODEL) ? 404 : 400; // as OpenAI answers
        };
    }

    private static @Nullable String code(SessionRefusedException refusal) {
        return switch (refusal.reason()) {
            case LOADING, DRAINING, TOO_LONG, TOO_SLOW -> null;
            case NO_SLOT, CALLER_LIMIT, NO_MEMORY, BUSY -> "rate_limit_exceeded";
            case TOO_MANY_CHANNELS, INVALID -> "invalid_value";
            case NOT_FOUND ->
                switch (refusal.field()) {
                    case MODEL -> "model_not_found";
                    case LANGUAGE -> "invalid_language_format";
                    default -> "unsupported_model";
                };
        };
    }

    /** Maps the path of a request field to the form's field: its last part, or {@code file} for the audio. */
    private static @Nullable String param(String field) {
        return switch (field) {
            case "" -> null;
            case "audio_data" -> "file";
            case TASK -> "model"; // the path of the request names the task
            default -> field.substring(field.lastIndexOf('.') + 1);
        };
    }
}
