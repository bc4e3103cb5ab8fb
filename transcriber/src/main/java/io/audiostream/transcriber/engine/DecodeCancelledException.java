package io.audiostream.transcriber.engine;

/** A decode stopped early because it was told to. Carries no stack trace: it is an outcome, not a fault. */
public final class DecodeCancelledException extends Exception {

    public DecodeCancelledException() {
        super("the decode was cancelled", null, false, false);
    }
}
