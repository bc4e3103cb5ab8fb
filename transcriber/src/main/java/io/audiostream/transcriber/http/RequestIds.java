package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.RequestId;
import io.javalin.http.Context;

/** The id of a request: from its headers into its answer's. */
final class RequestIds {

    private RequestIds() {}

    static void assign(Context context) {
        context.header(RequestId.HEADER, RequestId.of(context.header(RequestId.HEADER)));
    }

    static String of(Context context) {
        return String.valueOf(context.res().getHeader(RequestId.HEADER));
    }
}
