package io.audiostream.transcriber.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts of a call that the proxy in front of the server sets in headers. A change of the proxy's configuration thus
 * applies to new calls without a restart of the server.
 *
 * @param request maximum duration of a unary call, above 0; null if the proxy sets none
 * @param streamIdle time after which the proxy resets an idle stream, 0 for no limit; null if the proxy sets none
 */
public record ProxyTimeouts(
        @Nullable Duration request, @Nullable Duration streamIdle) {

    /** The header with the maximum duration of a unary call, in ms. */
    public static final String REQUEST_HEADER = "x-audiostream-request-timeout-ms";

    /** The header with the idle timeout of streams, in ms. */
    public static final String STREAM_IDLE_HEADER = "x-audiostream-stream-idle-timeout-ms";

    /** The timeouts of a call without these headers. */
    public static final ProxyTimeouts NONE = new ProxyTimeouts(null, null);

    /** Reads the headers. A value that is no number of at most 9 digits counts as absent. */
    public static ProxyTimeouts of(@Nullable String request, @Nullable String streamIdle) {
        Duration limit = millis(request);
        return new ProxyTimeouts(limit == null || limit.isZero() ? null : limit, millis(streamIdle));
    }

    private static @Nullable Duration millis(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,9}") ? Duration.ofMillis(Long.parseLong(header)) : null;
    }
}
