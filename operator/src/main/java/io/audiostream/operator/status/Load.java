package io.audiostream.operator.status;

import java.util.OptionalInt;

/**
 * How busy a service's pods are.
 *
 * @param capacity streams that the ready pods take at once, at least 0
 * @param streams those that they serve now; empty when a ready pod has not told
 */
public record Load(int capacity, OptionalInt streams) {

    /** No pod is ready. */
    public static final Load NONE = new Load(0, OptionalInt.of(0));
}
