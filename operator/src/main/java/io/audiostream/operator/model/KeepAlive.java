package io.audiostream.operator.model;

import java.time.Duration;

/**
 * HTTP/2 PINGs from Envoy to its clients.
 *
 * @param interval time between two PINGs
 * @param timeout time in which a client must answer a PING; below the interval
 * @param permitWithoutCalls whether Envoy keeps connections without a call alive; if not, it closes them
 */
public record KeepAlive(Duration interval, Duration timeout, boolean permitWithoutCalls) {

    /** @throws IllegalArgumentException when a time is not positive, or the timeout is not below the interval */
    public KeepAlive {
        Checks.positive("keep-alive interval", interval);
        Checks.positive("keep-alive timeout", timeout);
        Checks.check(
                timeout.compareTo(interval) < 0,
                "keep-alive timeout " + timeout + " must be shorter than the interval, " + interval);
    }
}
