package io.audiostream.transcriber.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The result of a decode.
 *
 * @param tokens the text's tokens with their times, in order; empty when the window has no speech
 * @param ending why the text ends
 * @param language code of the language that the text was decoded in
 * @param languageProbability probability of a detected language, 0 to 1; 0 when the request named the language
 * @param noSpeechProbability the model's probability that the window has no speech, 0 to 1; 0 when the engine does not
 *     compute it
 * @param retries why the engine decoded the window more than once; empty if it did not
 * @param hadUnspokenText whether the engine removed hallucinated words from the text, see {@link UnspokenText}
 */
public record Transcript(
        List<Token> tokens,
        Ending ending,
        String language,
        double languageProbability,
        double noSpeechProbability,
        Set<Retry> retries,
        boolean hadUnspokenText) {

    /** Why a text ends. */
    public enum Ending {
        /** The model ended the text. */
        COMPLETE,
        /** The model's context was full. Speech after the last token is missing. */
        TOKEN_LIMIT,
        /** The text ended in a repetition loop, which was removed. Speech after the last token may be missing. */
        LOOP
    }

    /** Why an engine decodes a window again. It returns the better text. */
    public enum Retry {
        /** The text ended in a repetition loop. */
        LOOP,
        /** The confidence was low, or the text repeated itself too often. */
        UNRELIABLE,
        /** Another language was nearly as probable. */
        LANGUAGE
    }

    /** A transcript of one decode. */
    public Transcript(
            List<Token> tokens,
            Ending ending,
            String language,
            double languageProbability,
            double noSpeechProbability) {
        this(tokens, ending, language, languageProbability, noSpeechProbability, Set.of(), false);
    }

    public Transcript {
        tokens = List.copyOf(tokens);
        retries = Set.copyOf(retries);
        if (!(languageProbability >= 0 && languageProbability <= 1)) {
            throw new IllegalArgumentException(
                    "the language probability is %s, not 0 to 1".formatted(languageProbability));
        }
    }

    /** Returns the transcript with the tokens that remain after hallucinated words were removed. */
    Transcript withoutUnspoken(List<Token> spoken) {
        return new Transcript(spoken, ending, language, languageProbability, noSpeechProbability, retries, true);
    }

    /** Returns the transcript as the result of another decode of the window. */
    public Transcript retried(Retry reason) {
        var all = EnumSet.of(reason);
        all.addAll(retries);
        return new Transcript(tokens, ending, language, languageProbability, noSpeechProbability, all, hadUnspokenText);
    }

    /** Returns the text, without surrounding space. */
    public String text() {
        return TokenText.of(tokens);
    }

    /** Returns the words of the text, in order. */
    public List<SpokenWord> words() {
        return TokenText.spokenWords(tokens);
    }

    /** Returns the geometric mean of the tokens' probabilities, 0 to 1; 0 when there is no text. */
    public double confidence() {
        return confidence(tokens);
    }

    /** Returns the geometric mean of the tokens' probabilities, 0 to 1; 0 when there are none. */
    public static double confidence(List<Token> tokens) {
        double sum = 0;
        for (Token token : tokens) {
            sum += token.logProbability();
        }
        return tokens.isEmpty() ? 0 : Math.min(1, Math.exp(sum / tokens.size()));
    }
}
