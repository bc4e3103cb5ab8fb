package io.audiostream.transcriber.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a trace a caller is, by W3C Trace Context.
 *
 * @param value as it came: version, trace, span and flags in hex digits; empty for none
 */
public record TraceParent(String value) {

    /** The header in which callers and Envoy send it. */
    public static final String HEADER = "traceparent";

    /** Of a caller that is in no trace. */
    public static final TraceParent NONE = new TraceParent("");

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
    private static final int TRACE_BEGIN = 3;
    private static final int TRACE_END = 35;

    /** The one in a header; none when there is none, or none that can be read. */
    public static TraceParent of(@Nullable String header) {
        return header != null && SYNTAX.matcher(header).matches() ? new TraceParent(header) : NONE;
    }

    /** The trace's id, 32 hex digits; empty for none. */
    public String traceId() {
        return value.isEmpty() ? "" : value.substring(TRACE_BEGIN, TRACE_END);
    }
}
