package io.audiostream.systemtest;

import java.time.Duration;

/**
 * Bounds for waiting. They only end a test that hangs, so they are far above what a slow machine needs; no test asserts
 * that something happens within them.
 */
public final class Timeouts {

    /** For a single event: a response, a line of output, an edit by the operator. */
    public static final Duration EVENT = Duration.ofMinutes(3);

    /** For pods to be replaced, with the model fetched and loaded again. */
    public static final Duration ROLLOUT = Duration.ofMinutes(10);

    /** For a command or program that ends by itself, such as {@code helm upgrade --wait}. */
    public static final Duration COMMAND = Duration.ofMinutes(15);

    private Timeouts() {}
}
