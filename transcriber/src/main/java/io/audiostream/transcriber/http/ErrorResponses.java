package io.audiostream.transcriber.http;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as answers, in the shape of OpenAI's API. */
final class ErrorResponses {

    private static final Logger log = LoggerFactory.getLogger(ErrorResponses.class);

    /** When a client that found no slot may try again. */
    private static final String RETRY_AFTER_SECONDS = "1";

    /** The status that nginx and Envoy log for a client that did not wait. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    /** Marks a request whose error has been told, which a path that is not there has not. */
    private static final String ANSWERED = "audiostream.answered";

    private record Body(Details error) {}

    private record Details(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    private ErrorResponses() {}

    static void answer(Exception failure, Context context) {
        String message = String.valueOf(failure.getMessage());
        switch (failure) {
            case ApiException e -> write(context, e.status(), message, e.param());
            case AudioException e -> write(context, 400, message, param(e.field()));
            case SessionRefusedException e -> write(context, status(e.reason()), message, param(e.field()));
            case ResumableException e -> write(context, 503, "the server is shutting down: call again", null);
            case ClientGoneException e -> context.status(CLIENT_CLOSED_REQUEST); // nobody reads it but the log
            case UnaryTimeout.TimedOutException e -> write(context, 504, message, null);
            default -> {
                log.error("request {} failed", RequestIds.of(context), failure);
                write(
                        context,
                        500,
                        "internal error; the server's log has more under request id " + RequestIds.of(context),
                        null);
            }
        }
    }

    static void notFound(Context context) {
        if (context.attribute(ANSWERED) == null) {
            write(
                    context,
                    context.statusCode(),
                    "there is no %s %s; there is POST /v1/audio/transcriptions, GET /v1/models, /healthz and /readyz"
                            .formatted(context.method(), context.path()),
                    null);
        }
    }

    private static int status(SessionRefusedException.Reason reason) {
        return switch (reason) {
            case LOADING, DRAINING -> 503;
            case NO_SLOT -> 429;
            case INVALID -> 400;
            case NOT_FOUND -> 404;
        };
    }

    /** The form calls the request's fields by their last names, and the audio {@code file}. */
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
        context.attribute(ANSWERED, true);
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
