package io.audiostream.transcriber.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a window is to be decoded.
 *
 * @param language a code from {@link ModelInfo#languages()}, or null to detect it
 * @param translate whether the text is to be English whatever is spoken
 * @param prompt text that steers spelling and style; empty for none
 * @param words whether the transcript needs its words' times
 * @param effort how much time the result is worth
 * @param threads threads to use, at least 1
 */
public record DecodeRequest(
        @Nullable String language, boolean translate, String prompt, boolean words, Effort effort, int threads) {

    /** How much time a result is worth. */
    public enum Effort {
        /** Replaced soon: the smallest context that works, and no second try. */
        INTERIM,
        /** Stays: what looks like a loop or a guess is decoded again with all that the model has. */
        FINAL
    }

    public DecodeRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }
}
