package io.audiostream.transcriber.fetch;

/** The model can't be had; the message says why and, where one can tell, what to do. */
public final class FetchException extends Exception {

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
