package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiFailure;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.javalin.http.Context;

/** Writes failures as error responses in the format of OpenAI's API. */
final class ErrorResponses {

    /** Delay after which a refused client may try again. */
    private static final String RETRY_AFTER_SECONDS = "1";

    /** The status that nginx and Envoy log for a client that disconnected before the response. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    /** Marks a request that has an error response. Javalin's own error for an unknown path has none. */
    private static final String WRITTEN = "audiostream.error-written";

    private record Body(ApiFailure.Details error) {}

    private record Event(String type, ApiFailure.Details error) {}

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
            write(context, ApiFailure.of(status, message, null, code));
        }
    }

    private static ApiFailure error(Exception failure, Context context) {
        return ApiFailure.of(failure, CallContextMapper.of(context).requestId());
    }

    private static void write(Context context, ApiFailure failure) {
        if (failure.status() == 429 || failure.status() == 503) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(failure.status());
        context.attribute(WRITTEN, true);
        JsonResponse.write(context, new Body(failure.details()));
    }
}
