package io.audiostream.transcriber.engine;

/** A decode was cancelled. The exception has no stack trace, because cancellation is not a fault. */
public final class DecodeCancelledException extends Exception {

    public DecodeCancelledException() {
        super("the decode was cancelled", null, false, false);
    }
}
