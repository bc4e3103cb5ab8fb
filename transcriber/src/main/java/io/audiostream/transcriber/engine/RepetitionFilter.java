package io.audiostream.transcriber.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Detects repetition loops, into which Whisper falls instead of writing what was said. Compares tokens, so that it
 * works alike in every script.
 */
public final class RepetitionFilter {

    /** Maximum length of a repeated phrase, in tokens. */
    private static final int MAX_PHRASE_TOKENS = 24;

    /** Number of consecutive times from which a phrase may be a loop. */
    private static final int MIN_REPEATS = 4;

    /** Number of consecutive times from which a phrase is probably a loop. */
    private static final int MIN_LOOP_REPEATS = 6;

    /** Number of tokens from which a phrase that occurs {@value #MIN_REPEATS} times is probably a loop, in all. */
    private static final int MIN_LONG_LOOP_TOKENS = 24;

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

    /**
     * Removes the repetitions of phrases that were not spoken: those that lie in less time of audio than a speaker
     * needs. Keeps what a speaker repeats.
     *
     * @param settledTokens number of tokens at the start of the transcript that stay, because a decode may place them
     *     anywhere
     */
    public static Transcript collapseRepeats(Transcript transcript, int settledTokens) {
        List<Token> tokens = transcript.tokens();
        List<Token> kept = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            Optional<Loop> found = loopAt(tokens, i);
            if (found.isEmpty()) {
                kept.add(tokens.get(i++));
            } else {
                keepSpoken(tokens, found.get(), settledTokens, kept);
                i = found.get().end();
            }
        }
        return kept.size() == tokens.size() ? transcript : transcript.withoutUnspoken(kept);
    }

    private static void keepSpoken(List<Token> tokens, Loop loop, int settledTokens, List<Token> kept) {
        for (int start = loop.from(); start < loop.end(); start += loop.phraseTokens()) {
            List<Token> phrase = tokens.subList(start, start + loop.phraseTokens());
            if (start == loop.from() || start < settledTokens || millis(phrase) >= MIN_PHRASE_MILLIS) {
                kept.addAll(phrase);
            }
        }
    }

    /**
     * Returns the tokens without repetition loops: phrases that occur at least {@value #MIN_LOOP_REPEATS} times in a
     * row, longer ones that occur {@value #MIN_REPEATS} times, and phrases that occur {@value #MIN_FAST_REPEATS} times
     * in less time than a speaker needs. A speaker may have said them: decode their audio again in shorter windows, in
     * which the model loops less. With a loop go the parts of its phrase around it, which would be written twice then:
     * one before it that differs in case or punctuation, and one that the end of the text cuts.
     */
    public static List<Token> withoutLoops(List<Token> tokens) {
        return withoutLoops(tokens, 0);
    }

    /**
     * Returns the tokens without repetition loops, as {@link #withoutLoops(List)} does.
     *
     * @param minMillis length from which a loop is removed, in ms, if a speaker could have said it in its time: for an
     *     engine whose times are too inexact to find the audio of a shorter one
     */
    public static List<Token> withoutLoops(List<Token> tokens, long minMillis) {
        List<Token> kept = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Optional<Loop> loop = probableLoopAt(tokens, i, minMillis);
            if (loop.isPresent()) {
                kept.addAll(tokens.subList(from, Math.max(from, startOfPhrases(tokens, loop.get()))));
                from = endOfPhrases(tokens, loop.get());
                i = from - 1;
            }
        }
        kept.addAll(tokens.subList(from, tokens.size()));
        return kept;
    }

    private static Optional<Loop> probableLoopAt(List<Token> tokens, int from, long minMillis) {
        return loopAt(tokens, from)
                .filter(RepetitionFilter::isProbablyLoop)
                .filter(loop -> millis(tokens.subList(loop.from(), loop.end())) >= minMillis)
                .or(() -> loopAt(tokens, from, MAX_FAST_PHRASE_TOKENS, MIN_FAST_REPEATS)
                        .filter(found -> isTooFast(tokens.subList(found.from(), found.end()))));
    }

    /** Returns the index of the first token before a loop from which on the text is that of its phrase. */
    private static int startOfPhrases(List<Token> tokens, Loop loop) {
        int start = loop.from();
        for (int i = loop.from() - 1; i >= 0 && isSame(tokens.get(i), tokens.get(i + loop.phraseTokens())); i--) {
            if (TokenText.mayHaveLetter(tokens.get(i))) {
                start = i;
            }
        }
        // The rest of a character that began before stays with it.
        while (start < loop.from() + loop.phraseTokens() && TokenText.beginsInsideCharacter(tokens.get(start))) {
            start++;
        }
        return start;
    }

    private static int endOfPhrases(List<Token> tokens, Loop loop) {
        int end = loop.end();
        while (end < tokens.size()
                && tokens.get(end).id() == tokens.get(end - loop.phraseTokens()).id()) {
            end++;
        }
        // The character after the loop may begin with the same token as one of the phrase.
        while (end < tokens.size()
                && end > loop.end() - loop.phraseTokens()
                && TokenText.beginsInsideCharacter(tokens.get(end))) {
            end--;
        }
        return end;
    }

    /** Returns whether two tokens differ at most in case or punctuation. */
    private static boolean isSame(Token a, Token b) {
        return a.id() == b.id()
                || TokenText.isWhole(a) && TokenText.isWhole(b) && letters(a).equals(letters(b));
    }

    private static String letters(Token token) {
        return TokenText.mayHaveLetter(token) ? TokenText.of(List.of(token)).toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isProbablyLoop(Loop loop) {
        return loop.repeats() >= MIN_LOOP_REPEATS || loop.phraseTokens() * loop.repeats() >= MIN_LONG_LOOP_TOKENS;
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
        return millis(tokens) < tokens.size() * MIN_TOKEN_MILLIS;
    }

    private static long millis(List<Token> tokens) {
        return tokens.getLast().endMillis() - tokens.getFirst().startMillis();
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
