package io.audiostream.transcriber.audio;

/** Quotes a client's value in a message. */
public final class Quote {

    private Quote() {}

    /** Shortens a long value, so that the message stays small enough for the trailers of a call. */
    public static String shorten(String value, int maxLength) {
        return value.length() <= maxLength ? value : value.substring(0, maxLength) + "…";
    }
}
