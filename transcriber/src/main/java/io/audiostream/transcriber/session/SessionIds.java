package io.audiostream.transcriber.session;

/**
 * What a session is known by.
 *
 * @param request id of the request, as in the call's trailers
 * @param session the client's name for it, or the one that was made up
 * @param trace where in a trace the client is
 * @param peer the client's address, or Envoy's
 */
public record SessionIds(String request, String session, TraceParent trace, String peer) {

    /** Of nobody in particular. */
    public static final SessionIds NONE = new SessionIds("", "", TraceParent.NONE, "");
}
