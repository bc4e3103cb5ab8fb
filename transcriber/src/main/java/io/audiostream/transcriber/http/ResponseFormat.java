package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Format of the response to a recording. */
enum ResponseFormat {
    JSON,
    TEXT,
    SRT,
    VERBOSE_JSON,
    VTT;

    /**
     * Returns the format that a client names.
     *
     * @param name empty for JSON
     */
    static ResponseFormat of(String name) throws ApiException {
        for (ResponseFormat format : values()) {
            if (name.isEmpty() || format.code().equals(name)) {
                return format;
            }
        }
        throw ApiException.invalid(
                "response_format",
                "the response format '%s' is not supported; use one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(ResponseFormat::code)
                                        .collect(Collectors.joining(", "))));
    }

    /** Returns whether the format has cues, which begin and end at words. */
    boolean isSubtitles() {
        return this == SRT || this == VTT;
    }

    /** Returns the name in OpenAI's API. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
