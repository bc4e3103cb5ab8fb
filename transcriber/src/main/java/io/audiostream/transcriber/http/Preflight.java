package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import io.javalin.http.Context;

/**
 * Answers {@code OPTIONS}. Envoy itself answers the preflight requests of web pages that may call the service. What
 * arrives here comes from a page that may not, or to a service that allows none.
 */
record Preflight(String methods) {

    void answer(Context context) throws ApiException {
        context.header("Allow", methods);
        String origin = context.header("Origin");
        if (origin != null && context.header("Access-Control-Request-Method") != null) {
            throw OriginCheck.refusal(origin);
        }
        context.status(204);
    }
}
