package io.audiostream.transcriber.engine;

import java.util.List;

/**
 * The result of a decode.
 *
 * @param text the text, without surrounding space; empty when the window has no speech
 * @param words the words of the text, in order; with times if the request asked for them
 * @param confidence geometric mean of the tokens' probabilities, 0 to 1; 0 when there is no text
 * @param tokenIds ids of the text's tokens in the model's vocabulary, for {@link DecodeRequest#draft}
 * @param language code of the language that the text was decoded in
 * @param spaced whether the text's language is written with spaces between words
 * @param languageProbability probability of a detected language, 0 to 1; 0 when the request named the language
 */
public record Transcript(
        String text,
        List<SpokenWord> words,
        double confidence,
        List<Integer> tokenIds,
        String language,
        boolean spaced,
        double languageProbability) {

    public Transcript {
        words = List.copyOf(words);
        tokenIds = List.copyOf(tokenIds);
    }

    /** Number of tokens of the text: the weight of {@link #confidence} when transcripts are joined. */
    public int tokens() {
        return tokenIds.size();
    }
}
