package io.audiostream.transcriber.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a call and its session in logs, traces and trailers.
 *
 * @param requestId id of the request, as in the call's trailers and in Envoy's log; empty outside of calls
 * @param sessionId the session id that the client sent, or a generated one; empty before it is known
 * @param trace the client's position in a trace
 * @param peer address of the client, or of the Envoy in front of it
 * @param caller who calls, as Envoy has found out: {@code key:} and the name of an API key, {@code jwt:} and the
 *     subject of a token, or the URI or subject of a client certificate; empty if Envoy does not know
 * @param timeouts timeouts that the proxy in front of the server sets for the call
 */
public record CallContext(
        String requestId, String sessionId, TraceParent trace, String peer, String caller, ProxyTimeouts timeouts) {

    /** The header in which clients and Envoy send the request id. */
    public static final String REQUEST_ID_HEADER = "x-request-id";

    /** The context of code that runs outside of calls. */
    public static final CallContext NONE = new CallContext("", "", TraceParent.NONE, "", "", ProxyTimeouts.NONE);

    /** The header in which Envoy names the caller. Envoy removes it from the requests of clients. */
    public static final String CALLER_HEADER = "x-audiostream-caller";

    /** Maximum length of a caller. */
    public static final int MAX_CALLER_LENGTH = 256;

    private static final int MAX_REQUEST_ID_LENGTH = 128;

    /**
     * Creates the context of a call whose session id is not known yet.
     *
     * @param requestId the request id header. A generated id replaces it unless it is 1 to 128 printable ASCII
     *     characters without spaces: other ids could forge log lines.
     * @param traceParent the traceparent header
     * @param caller the caller header; ignored unless {@link #isCaller} accepts it
     */
    public static CallContext of(
            @Nullable String requestId, @Nullable String traceParent, String peer, @Nullable String caller) {
        String id = requestId != null && isLoggable(requestId)
                ? requestId
                : UUID.randomUUID().toString();
        String known = caller != null && isCaller(caller) ? caller : "";
        return new CallContext(id, "", TraceParent.of(traceParent), peer, known, ProxyTimeouts.NONE);
    }

    /** Returns this context with a session id. */
    public CallContext withSessionId(String id) {
        return new CallContext(requestId, id, trace, peer, caller, timeouts);
    }

    /** Returns this context with the timeouts of the proxy. */
    public CallContext withTimeouts(ProxyTimeouts proxy) {
        return new CallContext(requestId, sessionId, trace, peer, caller, proxy);
    }

    /** Returns whether a text can name a caller: 0 to 256 printable ASCII characters, which cannot forge log lines. */
    public static boolean isCaller(String text) {
        return text.length() <= MAX_CALLER_LENGTH && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static boolean isLoggable(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_REQUEST_ID_LENGTH
                && id.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
