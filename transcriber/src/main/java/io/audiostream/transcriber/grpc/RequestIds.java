package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.RequestId;
import io.grpc.Context;
import io.grpc.Metadata;

/** The id of a call: from its headers into its context and its trailers. */
final class RequestIds {

    static final Metadata.Key<String> REQUEST_HEADER =
            Metadata.Key.of(RequestId.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> TRAILER = Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);
    static final Context.Key<String> CONTEXT = Context.keyWithDefault("request-id", "none");

    private RequestIds() {}

    /** The current call's id. */
    static String current() {
        return CONTEXT.get();
    }

    static String from(Metadata headers) {
        return RequestId.of(headers.get(REQUEST_HEADER));
    }
}
