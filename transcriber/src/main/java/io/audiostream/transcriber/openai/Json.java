package io.audiostream.transcriber.openai;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Writes objects of OpenAI's API as JSON. */
public final class Json {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /** Returns a value in one line. */
    public static String of(Object value) {
        return GSON.toJson(value);
    }
}
