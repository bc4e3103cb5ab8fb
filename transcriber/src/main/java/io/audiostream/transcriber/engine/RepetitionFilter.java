package io.audiostream.transcriber.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Detects hallucinations of Whisper: repetition loops, and text of low confidence. Compares tokens, so that it works
 * alike in every script. The thresholds of confidence are those of OpenAI's reference decoder:
 * {@code logprob_threshold} and {@code no_speech_threshold} of {@code transcribe}.
 */
public final class RepetitionFilter {

    /** Minimum confidence of a text: a mean log probability of the tokens of -1.0, here as a probability. */
    static final double MIN_CONFIDENCE = Math.exp(-1.0);

    /** Probability of no speech above which a text of low confidence is taken for silence. */
    static final double MAX_NO_SPEECH = 0.6;

    /** Maximum length of a repeated phrase, in tokens. */
    private static final int MAX_PHRASE_TOKENS = 24;

    /** Number of consecutive times from which a phrase may be a loop. */
    private static final int MIN_REPEATS = 4;

    /** Number of consecutive times from which a phrase is probably a loop. */
    private static final int MIN_LOOP_REPEATS = 6;

    /** Number of consecutive times from which a phrase that is said too fast is a loop. */
    private static final int MIN_FAST_REPEATS = 3;

    /** Maximum length, in tokens, of a phrase that is said too fast: some words of a script with many tokens a word. */
    private static final int MAX_FAST_PHRASE_TOKENS = 64;

    /** Minimum time of a token, in ms, in speech of any language. */
    private static final long MIN_TOKEN_MILLIS = 50;

    /** Number of tokens in a loop from which the decoder stops: no phrase recurs so often within a window. */
    private static final int MAX_LOOP_TOKENS = 80;

    /** Minimum time in which a speaker says a phrase, in ms. A repetition that takes less was not spoken. */
    private static final long MIN_PHRASE_MILLIS = 100;

    /** Ratio of confidences from which the second of two results is better. */
    private static final double MIN_IMPROVEMENT = 1.03;

    private static final double MIN_LANGUAGE_IMPROVEMENT = 1.25;

    private RepetitionFilter() {}

    /**
     * A phrase that a text repeats.
     *
     * @param from index of its first token
     * @param phraseTokens number of tokens of the phrase
     * @param repeats how many times in a row it occurs
     */
    public record Loop(int from, int phraseTokens, int repeats) {

        /** Returns the index after the last repetition. */
        public int end() {
            return from + phraseTokens * repeats;
        }
    }

    /**
     * Returns whether the model doubts that the window has speech: the text has a low confidence, and the model's
     * probability of speech is low.
     */
    public static boolean doubtsSpeech(Transcript transcript) {
        return transcript.noSpeechProbability() > MAX_NO_SPEECH && transcript.confidence() < MIN_CONFIDENCE;
    }

    /** Returns whether the text has a low confidence. */
    public static boolean isUnreliable(Transcript transcript) {
        return !transcript.tokens().isEmpty() && transcript.confidence() < MIN_CONFIDENCE;
    }

    /**
     * Returns whether a text that is not complete ends in a loop that no speaker says.
     *
     * @param count number of tokens so far
     * @param id returns the id of a token by its index
     */
    public static boolean endsInLoop(int count, IntUnaryOperator id) {
        return trailingLoop(count, (a, b) -> id.applyAsInt(a) == id.applyAsInt(b))
                .filter(loop -> loop.phraseTokens() * loop.repeats() >= MAX_LOOP_TOKENS)
                .isPresent();
    }

    /** Returns the result that is more probably right: one that does not loop, else the one of higher confidence. */
    public static Transcript better(Transcript first, Transcript second) {
        return better(first, second, MIN_IMPROVEMENT);
    }

    /**
     * Returns the result whose language is more probably right. Whisper also translates, with a confidence that may be
     * a little higher, so the more probable language must be clearly worse.
     *
     * @param probable in the most probable language
     * @param other in the second most probable language
     */
    public static Transcript betterLanguage(Transcript probable, Transcript other) {
        return better(probable, other, MIN_LANGUAGE_IMPROVEMENT);
    }

    private static Transcript better(Transcript first, Transcript second, double minImprovement) {
        boolean firstLoops = first.ending() == Transcript.Ending.LOOP;
        boolean secondLoops = second.ending() == Transcript.Ending.LOOP;
        if (firstLoops != secondLoops) {
            return firstLoops ? second : first;
        }
        return second.confidence() > first.confidence() * minImprovement ? second : first;
    }

    /**
     * Removes the repetitions of phrases that were not spoken: those that lie in less time of audio than a speaker
     * needs. Keeps what a speaker repeats.
     */
    public static Transcript collapseRepeats(Transcript transcript) {
        List<Token> tokens = transcript.tokens();
        List<Token> kept = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            Optional<Loop> found = loopAt(tokens, i);
            if (found.isEmpty()) {
                kept.add(tokens.get(i++));
            } else {
                keepSpoken(tokens, found.get(), kept);
                i = found.get().end();
            }
        }
        return kept.size() == tokens.size() ? transcript : transcript.withTokens(kept);
    }

    private static void keepSpoken(List<Token> tokens, Loop loop, List<Token> kept) {
        for (int start = loop.from(); start < loop.end(); start += loop.phraseTokens()) {
            List<Token> phrase = tokens.subList(start, start + loop.phraseTokens());
            long millis = phrase.getLast().endMillis() - phrase.getFirst().startMillis();
            if (start == loop.from() || millis >= MIN_PHRASE_MILLIS) {
                kept.addAll(phrase);
            }
        }
    }

    /**
     * Returns the tokens without repetition loops: phrases that occur at least {@value #MIN_LOOP_REPEATS} times in a
     * row, and longer phrases that occur {@value #MIN_FAST_REPEATS} times in less time than a speaker needs. A speaker
     * may have said them: decode their audio again in shorter windows, in which the model loops less.
     */
    public static List<Token> withoutLoops(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            Optional<Loop> loop = loopAt(tokens, i);
            if (loop.isEmpty() || loop.get().repeats() < MIN_LOOP_REPEATS) {
                loop = loopAt(tokens, i, MAX_FAST_PHRASE_TOKENS, MIN_FAST_REPEATS)
                        .filter(found -> isTooFast(tokens.subList(found.from(), found.end())));
            }
            if (loop.isPresent()) {
                i = loop.get().end();
            } else {
                kept.add(tokens.get(i++));
            }
        }
        return kept;
    }

    /** Returns whether the text has a loop that {@link #withoutLoops} removes. */
    public static boolean hasLoop(List<Token> tokens) {
        return withoutLoops(tokens).size() < tokens.size();
    }

    /**
     * Returns whether a phrase occurs at least {@value #MIN_REPEATS} times in a row: in a loop, or because it was said.
     */
    public static boolean mayHaveLoop(List<Token> tokens) {
        return IntStream.range(0, tokens.size()).anyMatch(i -> loopAt(tokens, i).isPresent());
    }

    /** Returns the loop with the shortest phrase that ends the first {@code count} tokens. */
    private static Optional<Loop> trailingLoop(int count, BiPredicate<Integer, Integer> same) {
        for (int phrase = 1; phrase <= Math.min(MAX_PHRASE_TOKENS, count / MIN_REPEATS); phrase++) {
            int from = count - phrase;
            while (from > 0 && same.test(from - 1, from - 1 + phrase)) {
                from--;
            }
            int repeats = (count - from) / phrase;
            if (repeats >= MIN_REPEATS) {
                return Optional.of(new Loop(count - repeats * phrase, phrase, repeats));
            }
        }
        return Optional.empty();
    }

    private static boolean isTooFast(List<Token> tokens) {
        long millis = tokens.getLast().endMillis() - tokens.getFirst().startMillis();
        return millis < tokens.size() * MIN_TOKEN_MILLIS;
    }

    private static Optional<Loop> loopAt(List<Token> tokens, int from) {
        return loopAt(tokens, from, MAX_PHRASE_TOKENS, MIN_REPEATS);
    }

    /** Returns the loop with the shortest phrase that begins at a token. */
    private static Optional<Loop> loopAt(List<Token> tokens, int from, int maxPhrase, int minRepeats) {
        for (int phrase = 1; phrase <= maxPhrase; phrase++) {
            int end = from + phrase;
            while (end < tokens.size()
                    && tokens.get(end).id() == tokens.get(end - phrase).id()) {
                end++;
            }
            int repeats = (end - from) / phrase;
            if (repeats >= minRepeats) {
                return Optional.of(new Loop(from, phrase, repeats));
            }
        }
        return Optional.empty();
    }
}
