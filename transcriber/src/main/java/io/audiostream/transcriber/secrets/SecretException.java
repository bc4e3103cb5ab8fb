package io.audiostream.transcriber.secrets;

/** Signals that a mounted Secret is missing or cannot be used. */
public final class SecretException extends Exception {

    SecretException(String message) {
        super(message);
    }
}
