package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.RequestId;
import io.audiostream.transcriber.session.SessionIds;
import io.audiostream.transcriber.session.TraceParent;
import io.javalin.http.Context;

/** The id of a request: from its headers into its answer's. */
final class RequestIds {

    private RequestIds() {}

    static void assign(Context context) {
        context.header(RequestId.HEADER, RequestId.of(context.header(RequestId.HEADER)));
    }

    /** What the session of a request is known by. */
    static SessionIds session(Context context) {
        return new SessionIds(of(context), "", TraceParent.of(context.header(TraceParent.HEADER)), context.ip());
    }

    static String of(Context context) {
        return String.valueOf(context.res().getHeader(RequestId.HEADER));
    }
}
