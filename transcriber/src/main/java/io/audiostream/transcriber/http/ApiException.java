package io.audiostream.transcriber.http;

import org.jspecify.annotations.Nullable;

/** Signals that a request gets an error response. */
final class ApiException extends Exception {

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    /**
     * @param status HTTP status
     * @param param the invalid form field; null if the error is not about a field
     */
    ApiException(int status, @Nullable String param, String message) {
        this(status, param, null, message);
    }

    /** @param code OpenAI's code of the error, for programs; null if it has none */
    ApiException(int status, @Nullable String param, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** Makes the error for a field with an invalid value. */
    static ApiException invalid(String param, String message) {
        return new ApiException(400, param, "invalid_value", message);
    }

    int status() {
        return status;
    }

    @Nullable
    String param() {
        return param;
    }

    @Nullable
    String code() {
        return code;
    }
}
