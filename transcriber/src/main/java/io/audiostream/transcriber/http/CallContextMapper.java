package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.ProxyTimeouts;
import io.audiostream.transcriber.session.TraceParent;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import org.jspecify.annotations.Nullable;

/** Reads the {@link CallContext} from a request's headers and keeps it with the request. */
final class CallContextMapper {

    private static final String ATTRIBUTE = "audiostream.call";

    private CallContextMapper() {}

    /** Attaches the call context to a request, and the request id to its response. */
    static void attach(Context context) {
        CallContext call = CallContext.of(
                        context.header(CallContext.REQUEST_ID_HEADER),
                        context.header(TraceParent.HEADER),
                        context.ip(),
                        context.header(CallContext.CALLER_HEADER))
                .withTimeouts(ProxyTimeouts.of(
                        context.header(ProxyTimeouts.REQUEST_HEADER),
                        context.header(ProxyTimeouts.STREAM_IDLE_HEADER)));
        context.attribute(ATTRIBUTE, call);
        context.header(CallContext.REQUEST_ID_HEADER, call.requestId());
    }

    /** Returns the call context of a request. */
    static CallContext of(Context context) {
        return orNone(context.attribute(ATTRIBUTE));
    }

    /** Returns the call context of the request that opened a WebSocket. */
    static CallContext of(WsContext context) {
        return orNone(context.attribute(ATTRIBUTE));
    }

    private static CallContext orNone(@Nullable CallContext call) {
        return call == null ? CallContext.NONE : call;
    }
}
