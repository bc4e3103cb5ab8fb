package io.audiostream.transcriber.engine;

import org.jspecify.annotations.Nullable;

/**
 * Options of one decode.
 *
 * @param language a code from {@link ModelInfo#languages()}, or null to detect it
 * @param likelyLanguage the language that the speaker used before, which detection prefers; null for none
 * @param translate whether to translate the speech to English
 * @param prompt text that guides spelling and style; empty for none
 * @param effort how much time the result is worth
 * @param context results of earlier decodes
 */
public record DecodeRequest(
        @Nullable String language,
        @Nullable String likelyLanguage,
        boolean translate,
        String prompt,
        Effort effort,
        DecodeContext context) {

    /** A request without the results of earlier decodes. */
    public DecodeRequest(@Nullable String language, boolean translate, String prompt, Effort effort) {
        this(language, null, translate, prompt, effort, DecodeContext.NONE);
    }

    /** Returns this request with the results of earlier decodes. */
    public DecodeRequest with(DecodeContext other) {
        return new DecodeRequest(language, likelyLanguage, translate, prompt, effort, other);
    }

    /** How much time a result is worth. */
    public enum Effort {
        /** A result that the next one replaces: decoded with the smallest context that works, once. */
        INTERIM,
        /** A result that stays: decoded again with the full context if it looks like a hallucination. */
        FINAL
    }
}
