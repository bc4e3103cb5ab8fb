package io.audiostream.transcriber.silero;

/** Silero VAD can't be loaded or failed; the message says why. */
public final class SileroException extends RuntimeException {

    SileroException(String message) {
        super(message);
    }

    SileroException(String message, Throwable cause) {
        super(message, cause);
    }
}
