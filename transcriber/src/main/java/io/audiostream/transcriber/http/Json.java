package io.audiostream.transcriber.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.javalin.http.Context;

/** Writes responses in JSON. */
final class Json {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /** Returns a value in one line. */
    static String of(Object value) {
        return GSON.toJson(value);
    }

    static void write(Context context, Object value) {
        context.contentType("application/json").result(of(value) + "\n");
    }
}
