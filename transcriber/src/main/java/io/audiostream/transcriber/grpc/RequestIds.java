package io.audiostream.transcriber.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import java.util.UUID;

/** The id by which a call is found in logs, at the client, in Envoy and here. */
final class RequestIds {

    static final Metadata.Key<String> REQUEST_HEADER =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> TRAILER = Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final int MAX_LENGTH = 128;
    static final Context.Key<String> CONTEXT = Context.keyWithDefault("request-id", "none");

    private RequestIds() {}

    /** The current call's id. */
    static String current() {
        return CONTEXT.get();
    }

    /** The caller's id, or a new one when it sent none that can be written into a log. */
    static String from(Metadata headers) {
        String sent = headers.get(REQUEST_HEADER);
        return sent != null && usable(sent) ? sent : UUID.randomUUID().toString();
    }

    private static boolean usable(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
