package io.audiostream.operator.model;

import java.time.Duration;

/**
 * HTTP/2 PINGs between Envoy and its clients.
 *
 * @param interval time between two PINGs
 * @param timeout how long one may go unanswered; below the interval
 * @param permitWithoutCalls whether connections without a call get them too
 */
public record KeepAlive(Duration interval, Duration timeout, boolean permitWithoutCalls) {}
