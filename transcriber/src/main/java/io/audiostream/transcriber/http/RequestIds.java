package io.audiostream.transcriber.http;

import io.javalin.http.Context;
import java.util.UUID;

/** The id by which a request is found in logs: the caller's, or a new one. It is in every answer. */
final class RequestIds {

    private static final String HEADER = "x-request-id";
    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    static void assign(Context context) {
        String sent = context.header(HEADER);
        boolean usable = sent != null
                && !sent.isEmpty()
                && sent.length() <= MAX_LENGTH
                && sent.chars().allMatch(c -> c > ' ' && c < 127);
        context.header(HEADER, usable ? String.valueOf(sent) : UUID.randomUUID().toString());
    }

    static String of(Context context) {
        return String.valueOf(context.res().getHeader(HEADER));
    }
}
