package io.audiostream.transcriber.engine;

/**
 * A word with its punctuation.
 *
 * @param text the word, without space around it
 * @param startMillis where it begins, in ms from the start of the window; 0 when times were not asked for
 * @param endMillis where it ends, at least {@code startMillis}
 * @param confidence geometric mean of its tokens' probabilities, 0 to 1
 */
public record SpokenWord(String text, long startMillis, long endMillis, double confidence) {}
