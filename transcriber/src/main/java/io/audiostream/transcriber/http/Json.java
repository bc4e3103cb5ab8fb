package io.audiostream.transcriber.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.javalin.http.Context;

/** Writes responses in JSON. */
final class Json {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    static void write(Context context, Object value) {
        context.contentType("application/json").result(GSON.toJson(value) + "\n");
    }
}
