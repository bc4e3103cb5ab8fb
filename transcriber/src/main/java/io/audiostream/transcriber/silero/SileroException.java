package io.audiostream.transcriber.silero;

/** Silero VAD cannot be loaded, or failed. The message gives the cause. */
public final class SileroException extends RuntimeException {

    SileroException(String message) {
        super(message);
    }

    SileroException(String message, Throwable cause) {
        super(message, cause);
    }
}
