package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stretch of audio in a window for which a decode has no token.
 *
 * @param tokenIndex index, in the window, of the first token after it
 * @param startMillis from the start of the stream
 * @param endMillis from the start of the stream
 * @param decodedEndMillis end of the part that is decoded at once
 * @param wholeWords whether no word is cut at the end of that part
 * @param separate whether its speech is short, and lies between two pauses
 */
record Gap(
        int tokenIndex, long startMillis, long endMillis, long decodedEndMillis, boolean wholeWords, boolean separate) {

    /** Speech, in ms, that a decode must not skip: the shortest sentences take longer. */
    private static final long MIN_SPEECH_MILLIS = 1_000;

    /** The same for an engine whose times are not exact. Around shorter gaps, words would be decoded twice. */
    static final long MIN_SPEECH_MILLIS_IF_INEXACT = 3_000;

    /** The same where words are known to be missing. */
    private static final long MIN_UNWRITTEN_MILLIS = 350;

    /** Error of the times of tokens, in ms, at the edges of separate speech. */
    private static final long TOLERANCE_MILLIS = 100;

    /** Maximum audio that is decoded at once, in ms. Whisper skips less in short windows, and loops less. */
    static final long MAX_DECODED_MILLIS = 8_000;

    /** The same at least, after decodes that looped. What still repeats was spoken. */
    static final long MIN_DECODED_MILLIS = 2_000;

    /** Pause, in ms, in which no word is cut. */
    private static final long MIN_PAUSE_MILLIS = 90;

    /** Audio at the end of the decoded part of a longer gap, in ms, in which a word may be incomplete. */
    private static final long INCOMPLETE_MILLIS = 1_000;

    /** Minimum progress through a gap by a decode, in ms. */
    private static final long MIN_PROGRESS_MILLIS = 200;

    /** Returns whether a shorter part can be decoded, because the text of this part loops. */
    boolean canShorten() {
        return decodedEndMillis - startMillis > MIN_DECODED_MILLIS;
    }

    /** Returns the maximum length of a part, if this one loops. */
    long shorterMillis() {
        return Math.max(MIN_DECODED_MILLIS, (decodedEndMillis - startMillis) / 2);
    }

    /**
     * Returns the gap with another part that is decoded at once. It ends in the last pause of its second half, so that
     * its words are whole.
     *
     * @param maxMillis maximum length of the part
     */
    Gap upTo(long maxMillis, SpeechTimes speech) {
        long latest = startMillis + maxMillis;
        if (latest >= endMillis) {
            return new Gap(tokenIndex, startMillis, endMillis, endMillis, true, separate);
        }
        OptionalLong pause = speech.lastPause(startMillis + maxMillis / 2, latest, MIN_PAUSE_MILLIS);
        return new Gap(tokenIndex, startMillis, endMillis, pause.orElse(latest), pause.isPresent(), separate);
    }

    /**
     * What is used of the decode of a part.
     *
     * @param words the words that are complete
     * @param resumeMillis time from which the search for gaps goes on: around these words, else from the first
     *     incomplete word, else after the part
     */
    record Outcome(List<Token> words, long resumeMillis) {}

    /**
     * Chooses what to use of the decode of the part. A word that fills the whole part, so that no shorter part has it
     * whole either, is used as it is: better cut than lost.
     */
    Outcome fill(List<Token> tokens) {
        if (!wholeWords) {
            for (List<List<Token>> words : List.of(TokenText.parts(tokens), TokenText.parts(tokens, 0))) {
                int complete = completeCount(words);
                if (hasProgress(tokens.subList(0, complete))) {
                    return new Outcome(tokens.subList(0, complete), startMillis);
                }
                if (complete < tokens.size()
                        && tokens.get(complete).startMillis() >= startMillis + MIN_PROGRESS_MILLIS) {
                    return new Outcome(
                            tokens.subList(0, complete), tokens.get(complete).startMillis());
                }
            }
        }
        boolean again = wholeWords && !separate && hasProgress(tokens);
        return new Outcome(tokens, again ? startMillis : decodedEndMillis);
    }

    private static boolean hasProgress(List<Token> words) {
        return !words.isEmpty()
                && words.getLast().endMillis() >= words.getFirst().startMillis() + MIN_PROGRESS_MILLIS;
    }

    /** Returns the number of tokens of the words that end well before the end of the part. */
    private int completeCount(List<List<Token>> words) {
        return words.stream()
                .takeWhile(word -> word.getLast().endMillis() <= decodedEndMillis - INCOMPLETE_MILLIS)
                .mapToInt(List::size)
                .sum();
    }

    /**
     * Inserts words in place of the gap: between two words, although the model may place the gap within one.
     *
     * @param window the tokens of the window, which change
     */
    void insert(List<Token> words, List<Token> window) {
        int at = tokenIndex;
        while (at > 0 && at < window.size() && !TokenText.mayInsertBefore(window, at)) {
            at++;
        }
        window.subList(tokenIndex, at).replaceAll(token -> token.at(startMillis));
        window.addAll(at, words);
    }

    /**
     * Finds the first gap with speech in it: with much of it, with a word or more between two pauses, or with speech
     * whose words are known to be missing.
     *
     * @param tokens the tokens of the window
     * @param fromToken index of the first token that may follow a gap
     * @param startMillis start of the window, or the end of the last gap that was decoded
     * @param endMillis end of the window
     * @param exactTimes whether the times of tokens are exact to some 100 ms
     * @param unwritten where words are known to be missing
     */
    static Optional<Gap> first(
            List<Token> tokens,
            int fromToken,
            long startMillis,
            long endMillis,
            boolean exactTimes,
            UnwrittenSpeech unwritten,
            SpeechTimes speech) {
        long minMillis = exactTimes ? MIN_SPEECH_MILLIS : MIN_SPEECH_MILLIS_IF_INEXACT;
        long covered = fromToken == 0 ? startMillis : tokens.get(fromToken - 1).endMillis();
        for (int i = fromToken; i <= tokens.size(); i++) {
            long next = i == tokens.size() ? endMillis : tokens.get(i).startMillis();
            long from = Math.max(covered, startMillis);
            long needed = unwritten.isIn(from, next) ? MIN_UNWRITTEN_MILLIS : minMillis;
            boolean much = next - from >= needed && speech.between(from, next) >= needed;
            if (much || exactTimes && hasSeparateSpeech(from, next, speech)) {
                return Optional.of(new Gap(i, from, next, next, true, !much));
            }
            // The attention of punctuation often spans the speech that the model skips.
            covered = i == tokens.size() || exactTimes && !TokenText.mayHaveLetter(tokens.get(i))
                    ? covered
                    : Math.max(covered, tokens.get(i).endMillis());
        }
        return Optional.empty();
    }

    private static boolean hasSeparateSpeech(long from, long next, SpeechTimes speech) {
        return next - from > 2 * TOLERANCE_MILLIS
                && speech.hasSeparate(from - TOLERANCE_MILLIS, next + TOLERANCE_MILLIS);
    }
}
