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

    private static final String MODEL = "metadata.model";
    private static final String LANGUAGE = "metadata.language";
    private static final String TASK = "metadata.task";

    private record Body(Details error) {}

    private record Event(String type, Details error) {}

    private record Details(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    private record Failure(int status, Details details) {

        static Failure of(int status, String message, @Nullable String param, @Nullable String code) {
            return new Failure(status, new Details(message, type(status), param, code));
        }

        private static String type(int status) {
            return switch (status) {
                case 429 -> "rate_limit_error";
                case 500, 503, 504 -> "server_error";
                default -> "invalid_request_error";
            };
        }
    }

    private ErrorResponses() {}

    static void write(Exception failure, Context context) {
        if (failure instanceof ClientDisconnectedException) {
            context.status(CLIENT_CLOSED_REQUEST); // only for the log
            return;
        }
        if (failure instanceof SessionRefusedException e) {
            e.header().ifPresent(value -> context.header(SessionRefusedException.HEADER, value));
        }
        write(context, error(failure, context));
    }

    /** Returns the event for a failure in a response whose status is sent already. */
    static Object event(Exception failure, Context context) {
        return new Event("error", error(failure, context).details());
    }

    /** @param remedy what the client can request */
    static void writeNotFound(Context context, String remedy) {
        if (context.attribute(WRITTEN) == null) {
            int status = context.statusCode();
            String code = status == 405 ? "method_not_supported" : "unknown_url";
            String message = "there is no %s %s: %s".formatted(context.method(), context.path(), remedy);
            write(context, Failure.of(status, message, null, code));
        }
    }

    private static Failure error(Exception failure, Context context) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case ApiException e -> Failure.of(e.status(), message, e.param(), e.code());
            case AudioException e -> Failure.of(400, message, param(e.field()), "invalid_value");
            case SessionRefusedException e -> Failure.of(status(e), message, param(e.field()), code(e));
            case ResumableException _ ->
                Failure.of(503, "the server is shutting down: send the recording again", null, null);
            case UnaryTimeout.TimedOutException _ -> Failure.of(504, message, null, null);
            default -> {
                String requestId = CallContextMapper.of(context).requestId();
                log.error("request {} failed", requestId, failure);
                yield Failure.of(500, "internal error: see the server's log for request id " + requestId, null, null);
            }
        };
    }

    private static int status(SessionRefusedException refusal) {
        return switch (refusal.reason()) {
            case LOADING, DRAINING -> 503;
            case NO_SLOT, CALLER_LIMIT, NO_MEMORY, BUSY -> 429;
            case TOO_LONG -> 413;
            case TOO_SLOW -> 408;
            case INVALID -> 400;
            case NOT_FOUND -> refusal.field().equals(MODEL) ? 404 : 400; // as OpenAI answers
        };
    }

    private static @Nullable String code(SessionRefusedException refusal) {
        return switch (refusal.reason()) {
            case LOADING, DRAINING, TOO_LONG, TOO_SLOW -> null;
            case NO_SLOT, CALLER_LIMIT, NO_MEMORY, BUSY -> "rate_limit_exceeded";
            case INVALID -> "invalid_value";
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

    private static void write(Context context, Failure failure) {
        if (failure.status() == 429 || failure.status() == 503) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(failure.status());
        context.attribute(WRITTEN, true);
        Json.write(context, new Body(failure.details()));
    }
}
