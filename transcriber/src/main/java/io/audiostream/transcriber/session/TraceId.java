package io.audiostream.transcriber.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace that a caller is in, by W3C Trace Context. */
public final class TraceId {

    /** The header in which callers and Envoy send it. */
    public static final String HEADER = "traceparent";

    private static final Pattern PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private TraceId() {}

    /** The trace's id, 32 hex digits; empty when there is none, or none that can be read. */
    public static String of(@Nullable String header) {
        Matcher parent = PARENT.matcher(header == null ? "" : header);
        return parent.matches() ? parent.group(1) : "";
    }
}
