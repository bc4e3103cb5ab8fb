package io.audiostream.transcriber.http;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error. */
final class ApiException extends Exception {

    private final int status;
    private final @Nullable String param;

    /**
     * @param status of HTTP
     * @param param the form field at fault, if it is one's
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
