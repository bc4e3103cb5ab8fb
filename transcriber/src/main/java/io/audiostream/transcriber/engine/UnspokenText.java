package io.audiostream.transcriber.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Removes hallucinated text: words with more letters than a speaker can say in the audio to which the decoder's
 * cross-attention aligns them. Whisper often hallucinates at the end of speech, where it repeats its last sentence
 * instead of ending the text. Unlike {@link RepetitionFilter}, this class also finds text without repetitions.
 */
public final class UnspokenText {

    /**
     * Minimum time of a letter, in ms. Fast speakers need more than 40 ms. Synthesised speech at 400 words a minute has
     * less in some places, but in no more than about a dozen letters in a row.
     */
    private static final long MIN_LETTER_MILLIS = 20;

    /** Missing time, in ms, from which a stretch of text is unspoken: that of 24 letters without any audio. */
    private static final long MIN_MISSING_MILLIS = 24 * MIN_LETTER_MILLIS;

    /** The same for a stretch that repeats the words right before it: that of 6 letters. */
    private static final long MIN_MISSING_MILLIS_OF_REPETITION = 6 * MIN_LETTER_MILLIS;

    /** Number of consecutive words from which text is the same as earlier text. */
    private static final int SAME_WORDS = 4;

    /** Maximum number of unspoken words that the silence around speech gives time to. */
    private static final int MAX_STRAY_WORDS = 2;

    private final List<List<Token>> words;
    private final List<String> letters;
    private final int firstWord;

    private UnspokenText(List<List<Token>> words, int firstWord) {
        this.words = words;
        letters = words.stream().map(UnspokenText::letters).toList();
        this.firstWord = firstWord;
    }

    /**
     * Removes the unspoken words from a transcript.
     *
     * @param transcript has times that are exact to some 100 ms
     * @param settledTokens number of tokens at its start that stay
     */
    public static Transcript removeFrom(Transcript transcript, int settledTokens) {
        List<Token> tokens = transcript.tokens();
        int settled = Math.min(settledTokens, tokens.size());
        List<List<Token>> words = new ArrayList<>(TokenText.words(tokens.subList(0, settled)));
        int firstWord = words.size();
        words.addAll(TokenText.words(tokens.subList(settled, tokens.size())));
        List<Token> kept = new UnspokenText(words, firstWord).spoken();
        return kept.size() == tokens.size() ? transcript : transcript.withoutUnspoken(kept);
    }

    private List<Token> spoken() {
        var unspoken = new BitSet();
        mark(firstWord, words.size(), unspoken);
        return IntStream.range(0, words.size())
                .filter(i -> !unspoken.get(i))
                .boxed()
                .flatMap(i -> words.get(i).stream())
                .toList();
    }

    /** Marks the stretches of words in a range that lack the most time. */
    private void mark(int from, int to, BitSet unspoken) {
        Stretch worst = worst(from, to);
        if (worst.missingMillis() < MIN_MISSING_MILLIS_OF_REPETITION) {
            return;
        }
        int repeated = startOfRepetition(worst);
        if (worst.missingMillis() >= MIN_MISSING_MILLIS) {
            unspoken.set(withWordsBefore(worst.from()), withWordsAfter(worst.to()));
        } else if (repeated >= firstWord) {
            unspoken.set(repeated, worst.to());
        } else {
            return;
        }
        mark(from, worst.from(), unspoken);
        mark(worst.to(), to, unspoken);
    }

    /**
     * Returns the index of the first word of a repetition of the words right before it that ends with a stretch: the
     * stretch, or a word or two before it. Returns -1 if there is none.
     */
    private int startOfRepetition(Stretch stretch) {
        for (int start = stretch.from(); start >= stretch.from() - MAX_STRAY_WORDS; start--) {
            int before = 2 * start - stretch.to();
            if (before >= 0 && letters.subList(before, start).equals(letters.subList(start, stretch.to()))) {
                return start;
            }
        }
        return -1;
    }

    /**
     * Consecutive words.
     *
     * @param from index of the first word
     * @param to index after the last word
     * @param missingMillis time that a speaker needs for them at least, less the time that they have, in ms
     */
    private record Stretch(int from, int to, long missingMillis) {}

    /** Finds the stretch that lacks the most time, as the maximum sum of consecutive words (Kadane's algorithm). */
    private Stretch worst(int from, int to) {
        var worst = new Stretch(from, from, 0);
        var current = worst;
        for (int i = from; i < to; i++) {
            List<Token> word = words.get(i);
            boolean extend = current.missingMillis() > 0;
            long start = extend
                    ? words.get(i - 1).getLast().endMillis()
                    : word.getFirst().startMillis();
            long missing = letters.get(i).length() * MIN_LETTER_MILLIS
                    - (word.getLast().endMillis() - start);
            current = extend
                    ? new Stretch(current.from(), i + 1, current.missingMillis() + missing)
                    : new Stretch(i, i + 1, missing);
            worst = current.missingMillis() > worst.missingMillis() ? current : worst;
        }
        return worst;
    }

    /**
     * Returns the index of the first word of a stretch with the words before it that only got the silence after the
     * speech: they begin a repetition of earlier text, which the stretch continues. More words than that were spoken.
     */
    private int withWordsBefore(int from) {
        int start = from;
        while (start > firstWord && isWrittenBefore(start - 1)) {
            start--;
        }
        return from - start <= MAX_STRAY_WORDS ? start : from;
    }

    /** Works likewise for the words between a stretch and the end of the text. Returns the index after the last. */
    private int withWordsAfter(int to) {
        int end = to;
        while (end < words.size() && isWrittenBefore(end - SAME_WORDS + 1)) {
            end++;
        }
        return end == words.size() && end - to <= MAX_STRAY_WORDS ? end : to;
    }

    /** Returns whether the {@value #SAME_WORDS} words from an index on also stand somewhere before it. */
    private boolean isWrittenBefore(int from) {
        if (from < 1 || from + SAME_WORDS > words.size()) {
            return false;
        }
        List<String> phrase = letters.subList(from, from + SAME_WORDS);
        return Collections.indexOfSubList(letters.subList(0, from + SAME_WORDS - 1), phrase) >= 0;
    }

    /** Returns the letters and digits of a word. */
    private static String letters(List<Token> word) {
        return TokenText.of(word).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
