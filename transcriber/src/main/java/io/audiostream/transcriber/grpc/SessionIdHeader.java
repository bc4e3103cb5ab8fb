package io.audiostream.transcriber.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code session-id} of a call's response, for Envoy's access log. The id is known with the first message of
 * the client, before the response begins. A call that fails before it responds has the id in its trailers. Thread-safe.
 */
final class SessionIdHeader {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<SessionIdHeader> CURRENT = Context.key("session-id-header");

    private volatile @Nullable String id;
    private volatile boolean written;

    /** Returns a gRPC context with this header added. */
    Context attachTo(Context context) {
        return context.withValue(CURRENT, this);
    }

    /** Returns the header of the current call; one that nothing reads outside of calls. */
    static SessionIdHeader current() {
        SessionIdHeader header = CURRENT.get();
        return header == null ? new SessionIdHeader() : header;
    }

    /** Sets the id, unless a header cannot carry it: clients choose it, and may use any characters. */
    void set(String sessionId) {
        if (sessionId.chars().allMatch(c -> c > ' ' && c < 127)) {
            id = sessionId;
        }
    }

    /** Writes the header once, to the headers of the response or else to its trailers. */
    void writeTo(Metadata metadata) {
        String known = id;
        if (known != null && !written) {
            written = true;
            metadata.put(KEY, known);
        }
    }
}
