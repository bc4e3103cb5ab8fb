package io.audiostream.transcriber.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a window is to be decoded.
 *
 * @param language a code from {@link ModelInfo#languages()}, or null to detect it
 * @param translate whether the text is to be English whatever is spoken
 * @param prompt text that steers spelling and style; empty for none
 * @param words whether the transcript needs its words' times
 * @param effort how much time the result is worth
 * @param draft {@link Transcript#tokenIds} of an earlier decode of the same audio's beginning, or none. It makes the
 *     decode faster with an engine that can use it, and never changes the result but for rounding.
 * @param settled text of the audio's beginning that was shown for good, in a language with spaces between words; empty
 *     for none. An engine that can begins its result with it.
 */
public record DecodeRequest(
        @Nullable String language,
        boolean translate,
        String prompt,
        boolean words,
        Effort effort,
        List<Integer> draft,
        String settled) {

    public DecodeRequest {
        draft = List.copyOf(draft);
    }

    /** Without anything from decodes before. */
    public DecodeRequest(@Nullable String language, boolean translate, String prompt, boolean words, Effort effort) {
        this(language, translate, prompt, words, effort, List.of(), "");
    }

    /** How much time a result is worth. */
    public enum Effort {
        /** Replaced soon: the smallest context that works, and no second try. */
        INTERIM,
        /** Stays: what looks like a loop or a guess is decoded again with all that the model has. */
        FINAL
    }
}
