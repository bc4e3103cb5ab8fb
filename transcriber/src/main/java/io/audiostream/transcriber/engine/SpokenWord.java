package io.audiostream.transcriber.engine;

/**
 * A word with its punctuation.
 *
 * @param text the word, without surrounding space
 * @param startMillis its start, in ms from the start of the window; 0 when times were not requested
 * @param endMillis its end, at least {@code startMillis}
 * @param confidence geometric mean of its tokens' probabilities, 0 to 1
 */
public record SpokenWord(String text, long startMillis, long endMillis, double confidence) {}
