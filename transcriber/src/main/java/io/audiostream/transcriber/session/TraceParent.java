package io.audiostream.transcriber.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's position in a trace, as W3C Trace Context defines it.
 *
 * @param value the header as received: version, trace id, span id and flags in hex digits; empty for none
 */
public record TraceParent(String value) {

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    /** The header in which clients and Envoy send it. */
    public static final String HEADER = "traceparent";

    /** Stands for a client that takes part in no trace. */
    public static final TraceParent NONE = new TraceParent("");

    private static final int TRACE_ID_BEGIN = 3;
    private static final int TRACE_ID_END = 35;

    public TraceParent {
        if (!value.isEmpty() && !isValid(value)) {
            throw new IllegalArgumentException("'%s' is not a traceparent of the form %s".formatted(value, SYNTAX));
        }
    }

    /** Parses a header. Returns {@link #NONE} for a missing or malformed one. */
    public static TraceParent of(@Nullable String header) {
        return header != null && isValid(header) ? new TraceParent(header) : NONE;
    }

    /** Returns the trace id, 32 hex digits; empty for none. */
    public String traceId() {
        return value.isEmpty() ? "" : value.substring(TRACE_ID_BEGIN, TRACE_ID_END);
    }

    private static boolean isValid(String value) {
        return SYNTAX.matcher(value).matches();
    }
}
