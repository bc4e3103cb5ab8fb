package io.audiostream.transcriber.engine;

import java.util.List;

/**
 * A word with its punctuation.
 *
 * @param text the word, without surrounding space
 * @param startMillis its start, in ms; from the same origin as the tokens' times
 * @param endMillis its end, at least {@code startMillis}
 * @param confidence geometric mean of its tokens' probabilities, 0 to 1
 * @param channel the separate channel in which it was spoken, from 1; 0 if the channels are mixed
 */
public record SpokenWord(String text, long startMillis, long endMillis, double confidence, int channel) {

    public SpokenWord(String text, long startMillis, long endMillis, double confidence) {
        this(text, startMillis, endMillis, confidence, 0);
    }

    /** Makes a word of its tokens, at least one. */
    public static SpokenWord of(List<Token> tokens) {
        return new SpokenWord(
                TokenText.of(tokens),
                tokens.getFirst().startMillis(),
                tokens.getLast().endMillis(),
                Transcript.confidence(tokens));
    }
}
