package io.audiostream.transcriber.http;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps failures to error responses in the format of OpenAI's API. */
final class ErrorResponses {

    private static final Logger log = LoggerFactory.getLogger(ErrorResponses.class);

    /** Delay after which a refused client may try again. */
    private static final String RETRY_AFTER_SECONDS = "1";

    /** The status that nginx and Envoy log for a client that disconnected before the response. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    /** Marks a request that has an error response. Javalin's own error for an unknown path has none. */
    private static final String WRITTEN = "audiostream.error-written";

    private record Body(Details error) {}

    private record Details(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    private ErrorResponses() {}

    static void write(Exception failure, Context context) {
        String message = String.valueOf(failure.getMessage());
        switch (failure) {
            case ApiException e -> write(context, e.status(), message, e.param());
            case AudioException e -> write(context, 400, message, param(e.field()));
            case SessionRefusedException e -> {
                e.header().ifPresent(value -> context.header(SessionRefusedException.HEADER, value));
                write(context, status(e.reason()), message, param(e.field()));
            }
            case ResumableException _ ->
                write(context, 503, "the server is shutting down: send the recording again", null);
            case ClientDisconnectedException _ -> context.status(CLIENT_CLOSED_REQUEST); // only for the log
            case UnaryTimeout.TimedOutException _ -> write(context, 504, message, null);
            default -> {
                String requestId = CallContextMapper.of(context).requestId();
                log.error("request {} failed", requestId, failure);
                write(context, 500, "internal error: see the server's log for request id " + requestId, null);
            }
        }
    }

    /** @param remedy what the client can request */
    static void writeNotFound(Context context, String remedy) {
        if (context.attribute(WRITTEN) == null) {
            String message = "there is no %s %s: %s".formatted(context.method(), context.path(), remedy);
            write(context, context.statusCode(), message, null);
        }
    }

    private static int status(SessionRefusedException.Reason reason) {
        return switch (reason) {
            case LOADING, DRAINING -> 503;
            case NO_SLOT, CALLER_LIMIT, NO_MEMORY, BUSY -> 429;
            case TOO_LONG -> 413;
            case TOO_SLOW -> 408;
            case INVALID -> 400;
            case NOT_FOUND -> 404;
        };
    }

    /** Maps the path of a request field to the form's field: its last part, or {@code file} for the audio. */
    private static @Nullable String param(String field) {
        if (field.isEmpty()) {
            return null;
        }
        return field.equals("audio_data") ? "file" : field.substring(field.lastIndexOf('.') + 1);
    }

    private static void write(Context context, int status, String message, @Nullable String param) {
        if (status == 429 || status == 503) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(status);
        context.attribute(WRITTEN, true);
        Json.write(context, new Body(new Details(message, type(status), param, null)));
    }

    private static String type(int status) {
        return switch (status) {
            case 429 -> "rate_limit_error";
            case 500, 503, 504 -> "server_error";
            default -> "invalid_request_error";
        };
    }
}
