package io.audiostream.transcriber.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options of one decode.
 *
 * @param language a code from {@link ModelInfo#languages()}, or null to detect it
 * @param candidateLanguages codes among which detection chooses; empty for all that the model knows
 * @param likelyLanguage the language that the speaker used before, which detection prefers; null for none
 * @param translate whether to translate the speech to English
 * @param prompt text that guides spelling and style; empty for none
 * @param effort how much time the result is worth
 * @param context results of earlier decodes
 */
public record DecodeRequest(
        @Nullable String language,
        Set<String> candidateLanguages,
        @Nullable String likelyLanguage,
        boolean translate,
        String prompt,
        Effort effort,
        DecodeContext context) {

    public DecodeRequest {
        candidateLanguages = Set.copyOf(candidateLanguages);
    }

    /** A request without the results of earlier decodes. */
    public DecodeRequest(@Nullable String language, boolean translate, String prompt, Effort effort) {
        this(language, Set.of(), null, translate, prompt, effort, DecodeContext.NONE);
    }

    /** Returns this request with the results of earlier decodes. */
    public DecodeRequest with(DecodeContext other) {
        return new DecodeRequest(language, candidateLanguages, likelyLanguage, translate, prompt, effort, other);
    }

    /** How much time a result is worth. */
    public enum Effort {
        /** A result that the next one replaces: decoded with the smallest context that works, once. */
        INTERIM,
        /** A result that stays: decoded again with the full context if it looks like a hallucination. */
        FINAL
    }
}
