package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.ProxyTimeouts;
import io.audiostream.transcriber.session.TraceParent;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;

/** Reads the {@link CallContext} from a call's headers and passes it on in the call's gRPC context. */
final class CallContextMapper {

    static final Metadata.Key<String> REQUEST_ID_HEADER =
            Metadata.Key.of(CallContext.REQUEST_ID_HEADER, Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> REQUEST_ID_TRAILER =
            Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> CALLER_HEADER =
            Metadata.Key.of(CallContext.CALLER_HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TRACE_PARENT_HEADER =
            Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REQUEST_TIMEOUT_HEADER =
            Metadata.Key.of(ProxyTimeouts.REQUEST_HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> STREAM_IDLE_TIMEOUT_HEADER =
            Metadata.Key.of(ProxyTimeouts.STREAM_IDLE_HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<CallContext> KEY = Context.keyWithDefault("call-context", CallContext.NONE);

    private CallContextMapper() {}

    static CallContext read(Metadata headers, Attributes attributes) {
        return CallContext.of(
                        headers.get(REQUEST_ID_HEADER),
                        headers.get(TRACE_PARENT_HEADER),
                        String.valueOf(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                        caller(headers))
                .withTimeouts(
                        ProxyTimeouts.of(headers.get(REQUEST_TIMEOUT_HEADER), headers.get(STREAM_IDLE_TIMEOUT_HEADER)));
    }

    /** Returns the caller of a call, before the call has a context; empty if Envoy does not know it. */
    static String caller(Metadata headers) {
        String caller = headers.get(CALLER_HEADER);
        return caller == null ? "" : caller;
    }

    /** Returns the current gRPC context with a call context added. */
    static Context attach(CallContext call) {
        return Context.current().withValue(KEY, call);
    }

    /** Returns the context of the current call. */
    static CallContext current() {
        return KEY.get();
    }
}
