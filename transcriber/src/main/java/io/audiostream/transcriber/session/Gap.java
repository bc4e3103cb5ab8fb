package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

/**
 * A stretch of audio in a window for which a decode has no token.
 *
 * @param tokenIndex index, in the window, of the first token after it
 * @param startMillis from the start of the stream
 * @param endMillis from the start of the stream
 * @param maxDecodedMillis maximum audio that is decoded at once
 */
record Gap(int tokenIndex, long startMillis, long endMillis, long maxDecodedMillis) {

    /** Speech, in ms, that a decode must not skip: the shortest sentences take longer. */
    private static final long MIN_SPEECH_MILLIS = 1_000;

    /** The same for an engine whose times are not exact. Around shorter gaps, words would be decoded twice. */
    private static final long MIN_SPEECH_MILLIS_IF_INEXACT = 3_000;

    /**
     * Returns the speech, in ms, that a decode must not skip.
     *
     * @param exactTimes whether the times of tokens are exact to some 100 ms
     */
    static long minSpeechMillis(boolean exactTimes) {
        return exactTimes ? MIN_SPEECH_MILLIS : MIN_SPEECH_MILLIS_IF_INEXACT;
    }

    /** Maximum audio that is decoded at once, in ms. Whisper skips less in short windows, and loops less. */
    static final long MAX_DECODED_MILLIS = 8_000;

    /** The same at least, after decodes that looped. What still repeats was spoken. */
    static final long MIN_DECODED_MILLIS = 2_000;

    /** Audio at the end of the decoded part of a longer gap, in ms, in which a word may be incomplete. */
    private static final long INCOMPLETE_MILLIS = 1_000;

    /** Minimum length of words after which the rest of a gap is decoded, in ms. */
    private static final long MIN_PROGRESS_MILLIS = 200;

    /** Returns the end of the part that is decoded at once. */
    long decodedEndMillis() {
        return Math.min(endMillis, startMillis + maxDecodedMillis);
    }

    /** Returns whether a shorter part can be decoded, because the text of this part loops. */
    boolean canShorten() {
        return decodedEndMillis() - startMillis > MIN_DECODED_MILLIS;
    }

    /** Returns the gap with another maximum of audio that is decoded at once. */
    Gap upTo(long maxMillis) {
        return new Gap(tokenIndex, startMillis, endMillis, maxMillis);
    }

    /** Returns the words of the decoded part that are complete. */
    List<Token> wholeWords(List<Token> tokens) {
        if (decodedEndMillis() == endMillis) {
            return tokens;
        }
        List<Token> whole = new ArrayList<>();
        for (List<Token> word : TokenText.words(tokens)) {
            if (word.getLast().endMillis() > decodedEndMillis() - INCOMPLETE_MILLIS) {
                break;
            }
            whole.addAll(word);
        }
        return whole;
    }

    /**
     * Returns the time from which the search for gaps goes on: around the words, or after the decoded part if it has
     * none.
     */
    long resume(List<Token> words) {
        boolean progress = !words.isEmpty()
                && words.getLast().endMillis() >= words.getFirst().startMillis() + MIN_PROGRESS_MILLIS;
        return progress ? startMillis : decodedEndMillis();
    }

    /**
     * Finds the first gap with speech in it.
     *
     * @param tokens the tokens of the window
     * @param fromToken index of the first token that may follow a gap
     * @param startMillis start of the window, or the end of the last gap that was decoded
     * @param endMillis end of the window
     * @param minMillis minimum speech in the gap, in ms
     * @param speech returns the speech between two times, in ms
     */
    static Optional<Gap> first(
            List<Token> tokens,
            int fromToken,
            long startMillis,
            long endMillis,
            long minMillis,
            LongBinaryOperator speech) {
        long covered = fromToken == 0 ? startMillis : tokens.get(fromToken - 1).endMillis();
        for (int i = fromToken; i <= tokens.size(); i++) {
            long next = i == tokens.size() ? endMillis : tokens.get(i).startMillis();
            long from = Math.max(covered, startMillis);
            if (next - from >= minMillis && speech.applyAsLong(from, next) >= minMillis) {
                return Optional.of(new Gap(i, from, next, MAX_DECODED_MILLIS));
            }
            covered = i == tokens.size()
                    ? covered
                    : Math.max(covered, tokens.get(i).endMillis());
        }
        return Optional.empty();
    }
}
