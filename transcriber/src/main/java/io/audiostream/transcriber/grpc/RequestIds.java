package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.RequestId;
import io.audiostream.transcriber.session.TraceParent;
import io.grpc.Context;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** The id of a call: from its headers into its context and its trailers. */
final class RequestIds {

    static final Metadata.Key<String> REQUEST_HEADER =
            Metadata.Key.of(RequestId.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> TRAILER = Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);
    static final Context.Key<String> CONTEXT = Context.keyWithDefault("request-id", "none");

    static final Metadata.Key<String> TRACE_HEADER =
            Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<TraceParent> TRACE = Context.keyWithDefault("trace-parent", TraceParent.NONE);
    private static final Context.Key<String> PEER = Context.keyWithDefault("peer", "");

    private RequestIds() {}

    /** The context of a call with these headers, from there. */
    static Context context(Metadata headers, String requestId, @Nullable Object peer) {
        return Context.current()
                .withValues(
                        CONTEXT,
                        requestId,
                        TRACE,
                        TraceParent.of(headers.get(TRACE_HEADER)),
                        PEER,
                        String.valueOf(peer));
    }

    /** Where in a trace the current call is. */
    static TraceParent trace() {
        return TRACE.get();
    }

    /** The address that the current call comes from. */
    static String peer() {
        return PEER.get();
    }

    /** The current call's id. */
    static String current() {
        return CONTEXT.get();
    }

    static String from(Metadata headers) {
        return RequestId.of(headers.get(REQUEST_HEADER));
    }
}
