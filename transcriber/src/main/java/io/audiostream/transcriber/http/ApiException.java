package io.audiostream.transcriber.http;

import org.jspecify.annotations.Nullable;

/** Signals that a request gets an error response. */
final class ApiException extends Exception {

    private final int status;
    private final @Nullable String param;

    /**
     * @param status HTTP status
     * @param param the invalid form field; null if the error is not about a field
     */
    ApiException(int status, @Nullable String param, String message) {
        super(message);
        this.status = status;
        this.param = param;
    }

    int status() {
        return status;
    }

    @Nullable
    String param() {
        return param;
    }
}
