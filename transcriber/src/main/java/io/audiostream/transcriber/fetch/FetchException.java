package io.audiostream.transcriber.fetch;

/** The model cannot be fetched. The message gives the cause and, if it is known, the remedy. */
public final class FetchException extends Exception {

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
