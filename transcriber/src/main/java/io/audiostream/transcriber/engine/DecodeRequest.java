package io.audiostream.transcriber.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of one decode.
 *
 * @param language a code from {@link ModelInfo#languages()}, or null to detect it
 * @param translate whether to translate the speech to English
 * @param prompt text that guides spelling and style; empty for none
 * @param words whether the transcript needs the times of its words
 * @param effort how much time the result is worth
 * @param draft {@link Transcript#tokenIds} of an earlier decode of the same audio's start, or empty. It makes the
 *     decode faster with an engine that supports speculative decoding. The result is the same, except for rounding.
 * @param settled the settled text of the segment, which clients already have, in a language with spaces between words;
 *     empty for none. An engine that supports prefixes starts its result with it.
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

    /** A request without the results of earlier decodes. */
    public DecodeRequest(@Nullable String language, boolean translate, String prompt, boolean words, Effort effort) {
        this(language, translate, prompt, words, effort, List.of(), "");
    }

    /** How much time a result is worth. */
    public enum Effort {
        /** A result that the next one replaces: decoded with the smallest context that works, once. */
        INTERIM,
        /** A result that stays: decoded again with the full context if it looks like a hallucination. */
        FINAL
    }
}
