package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import java.util.List;

/**
 * What a client wants as the response to a recording.
 *
 * @param format format of the response
 * @param stream whether the text is sent as events while the recording is transcribed
 * @param words whether the verbose format lists words
 * @param segments whether the verbose format lists segments
 * @param logprobs whether JSON lists the tokens with their log probabilities
 */
record TranscriptionOutput(ResponseFormat format, boolean stream, boolean words, boolean segments, boolean logprobs) {

    private static final String WORD = "word";
    private static final String SEGMENT = "segment";
    private static final String LOGPROBS = "logprobs";

    static TranscriptionOutput read(MultipartForm form) throws ApiException {
        ResponseFormat format = ResponseFormat.of(form.text("response_format"));
        List<String> granularities = values(form, "timestamp_granularities", List.of(WORD, SEGMENT));
        List<String> include = values(form, "include", List.of(LOGPROBS));
        boolean words = granularities.contains(WORD);
        return new TranscriptionOutput(
                format,
                stream(form.flag("stream"), format),
                words,
                !words || granularities.contains(SEGMENT),
                include.contains(LOGPROBS));
    }

    /** Returns whether the response needs the times of words. */
    boolean needsWords() {
        return format.isSubtitles() || format == ResponseFormat.VERBOSE_JSON && words;
    }

    private static boolean stream(boolean wanted, ResponseFormat format) throws ApiException {
        if (wanted && format != ResponseFormat.JSON && format != ResponseFormat.TEXT) {
            throw ApiException.invalid(
                    "stream",
                    "a stream of events has no response format '%s'; omit stream, or use json"
                            .formatted(format.code()));
        }
        return wanted;
    }

    private static List<String> values(MultipartForm form, String field, List<String> known) throws ApiException {
        List<String> values = form.texts(field);
        for (String value : values) {
            if (!known.contains(value)) {
                throw ApiException.invalid(
                        field, "%s[] has '%s'; use %s".formatted(field, value, String.join(" or ", known)));
            }
        }
        return values;
    }
}
