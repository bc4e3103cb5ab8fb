package io.audiostream.transcriber.openai;

import org.jspecify.annotations.Nullable;

/** Signals that a request gets an error response. */
public final class ApiException extends Exception {

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    /**
     * @param status HTTP status
     * @param param the invalid form field; null if the error is not about a field
     */
    public ApiException(int status, @Nullable String param, String message) {
        this(status, param, null, message);
    }

    /** @param code OpenAI's code of the error, for programs; null if it has none */
    public ApiException(int status, @Nullable String param, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** Makes the error for a field with an invalid value. */
    public static ApiException invalid(String param, String message) {
        return new ApiException(400, param, "invalid_value", message);
    }

    public int status() {
        return status;
    }

    @Nullable
    public String param() {
        return param;
    }

    @Nullable
    public String code() {
        return code;
    }
}
