package io.audiostream.transcriber.engine;

import java.util.List;

/**
 * What a decode found in its window.
 *
 * @param text the text, without space around it; empty when there was no speech
 * @param words the words of the text, in order. Their times are filled in when the request asked for them.
 * @param confidence geometric mean of the tokens' probabilities, 0 to 1; 0 when there is no text
 * @param tokenIds ids of the text's tokens in the model's vocabulary, for {@link DecodeRequest#draft}
 * @param language code of the language that the text was decoded in
 * @param spaced whether the text's language is written with spaces between words
 * @param languageProbability how sure the engine is of a detected language, 0 to 1; 0 when it was given
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

    /** How many tokens the text has: the weight of {@link #confidence} when transcripts are joined. */
    public int tokens() {
        return tokenIds.size();
    }
}
