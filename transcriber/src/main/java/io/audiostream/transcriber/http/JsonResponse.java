package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.Json;
import io.javalin.http.Context;

/** Writes responses in JSON. */
final class JsonResponse {

    private JsonResponse() {}

    static void write(Context context, Object value) {
        context.contentType("application/json").result(Json.of(value) + "\n");
    }
}
