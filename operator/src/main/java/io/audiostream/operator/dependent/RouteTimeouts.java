package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import java.time.Duration;

/** Timeouts of the proxy in front of a service. They are longer than those of the pods, which end a call in order. */
final class RouteTimeouts {
    private static final Duration STREAM_GRACE = Duration.ofMinutes(5);
    private static final Duration REQUEST_GRACE = Duration.ofMinutes(1);

    /** Takes the place of no limit, for which proxies have no value. */
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private RouteTimeouts() {}

    /** Returns the longest silence of a stream, in seconds. */
    static long silenceSeconds(DesiredService service) {
        var idle = service.envoy().streamIdleTimeout();
        return seconds(idle.isZero() ? NO_LIMIT : idle.plus(STREAM_GRACE));
    }

    /** Returns the longest wait for an answer over HTTP, in seconds. */
    static long requestSeconds(DesiredService service) {
        return seconds(service.envoy().requestTimeout().plus(REQUEST_GRACE));
    }

    /** Rounds up: Gateway API accepts at most five digits, too few for milliseconds. */
    private static long seconds(Duration duration) {
        return duration.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
