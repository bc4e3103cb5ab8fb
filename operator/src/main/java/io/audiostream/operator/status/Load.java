package io.audiostream.operator.status;

import java.util.OptionalInt;

/**
 * How busy a service's pods are.
 *
 * @param capacity streams that the ready pods take at once, at least 0
 * @param streams those that they serve now; empty when a ready pod has not told
 * @param engine what runs the model in them, with its version; more than one while they are replaced; empty when none
 *     has told
 */
public record Load(int capacity, OptionalInt streams, String engine) {

    /** Of pods that have not told their engine. */
    public Load(int capacity, OptionalInt streams) {
        this(capacity, streams, "");
    }

    /** No pod is ready. */
    public static final Load NONE = new Load(0, OptionalInt.of(0));
}
