package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of an utterance (speech between two pauses), and the window of audio that is still decoded. A decode reads
 * the window. Its text starts with the settled tokens in the window, and the tokens before the window condition it. So
 * the text can be longer than the model's context, and no token is decoded twice. Times are in ms from the start of the
 * stream. Not thread-safe.
 *
 * <p>In the list of tokens, the tokens of the open segment follow those of earlier segments, and the tokens in the
 * window follow those before it. A settled token never changes.
 */
final class UtteranceText {

    /** Window length from which settled audio leaves the window. Whisper's own limit is 30 s. */
    static final long SLIDE_MILLIS = 16_000;

    /** Minimum length of the window after it slid: the settled speech in it guides the decoder. */
    private static final long KEPT_MILLIS = 8_000;

    /** Audio at the end of a full window, in ms, whose words do not settle: the last word may be incomplete. */
    private static final long UNSETTLED_MILLIS = 2_500;

    /** Settled audio, in ms, that stays in the window after a full window. */
    private static final long OVERLAP_MILLIS = 1_500;

    /** Audio, in ms, that stays in the window if no word of a full window was settled. */
    private static final long FORCED_OVERLAP_MILLIS = 200;

    /** Minimum progress, in ms, by a full window. */
    private static final long MIN_PROGRESS_MILLIS = 1_000;

    /** Tokens before the window that a decode may need. */
    private static final int PREVIOUS_TOKENS = 64;

    private final List<Token> tokens = new ArrayList<>();
    private final LocalAgreement agreement = new LocalAgreement();
    private long windowStartMillis;
    private long completeUntilMillis;
    private int windowFrom;
    private int segmentFrom;
    private int settled;

    UtteranceText(long startMillis) {
        windowStartMillis = startMillis;
        completeUntilMillis = startMillis;
    }

    long windowStartMillis() {
        return windowStartMillis;
    }

    /**
     * What a decode builds on. A decode's result is valid only while it matches.
     *
     * @param windowStartMillis start of the decoded audio
     */
    record Snapshot(long windowStartMillis, DecodeContext context) {}

    Snapshot snapshot() {
        return new Snapshot(
                windowStartMillis,
                new DecodeContext(
                        tokens.subList(Math.max(0, windowFrom - PREVIOUS_TOKENS), windowFrom),
                        tokens.subList(windowFrom, settled),
                        tokens.subList(settled, tokens.size())));
    }

    /**
     * Replaces the hypothesis by that of a new decode. The settled tokens keep their times: if the decode skips speech
     * after them, the decoder's attention may place them behind it, and that speech would count as read.
     *
     * @param window the tokens of the decode
     * @return false if the window or its settled tokens changed since the decode began, so that it does not apply
     */
    boolean update(Snapshot snapshot, List<Token> window) {
        if (snapshot.windowStartMillis() != windowStartMillis || !startsWithSettled(window)) {
            return false;
        }
        removeHypothesis();
        long settledEnd = settledEnd();
        window.stream()
                .skip(settled - windowFrom)
                .map(token -> token.notBefore(settledEnd))
                .forEach(tokens::add);
        return true;
    }

    private long settledEnd() {
        return settled == 0 ? windowStartMillis : tokens.get(settled - 1).endMillis();
    }

    private boolean startsWithSettled(List<Token> window) {
        int length = settled - windowFrom;
        if (window.size() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (window.get(i).id() != tokens.get(windowFrom + i).id()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Replaces the hypothesis by that of a new decode of the same window, from the settled tokens on. For a decode that
     * did not continue them: its tokens before their end are left out.
     */
    void replaceHypothesis(List<Token> window) {
        long settledEnd = settledEnd();
        removeHypothesis();
        window.stream().filter(token -> token.startMillis() >= settledEnd).forEach(tokens::add);
    }

    /**
     * Replaces the hypothesis from a time on. Nothing settles: the hypothesis before that time is not new.
     *
     * @param later the tokens of a decode that began at that time
     * @param endMillis end of that decode
     */
    void replaceFrom(long startMillis, List<Token> later, long endMillis) {
        tokens.subList(settled, tokens.size()).removeIf(token -> token.middleMillis() >= startMillis);
        tokens.addAll(later);
        settleAgreed(endMillis, Long.MIN_VALUE);
    }

    /**
     * Settles the part of the hypothesis on which the last decodes agree.
     *
     * @param limitMillis time after which no word settles yet
     */
    void settleAgreed(long windowEndMillis, long limitMillis) {
        settled += agreement.update(tokens.subList(settled, tokens.size()), windowEndMillis, limitMillis);
    }

    /** Forgets the last hypotheses, which skipped speech: only the next ones count for agreement. */
    void forgetHypotheses() {
        agreement.reset();
    }

    /** Settles the whole hypothesis. */
    void settleAll() {
        agreement.reset();
        settled = tokens.size();
    }

    /** Slides the window if it is long, and keeps a part of the settled audio in it. */
    boolean slideIfLong(long windowEndMillis) {
        return windowEndMillis - windowStartMillis >= SLIDE_MILLIS && slide(windowEndMillis - KEPT_MILLIS);
    }

    /**
     * Slides the window to the start of the last settled word that begins before a time.
     *
     * @return whether there is such a word
     */
    boolean slide(long latestMillis) {
        int target = windowFrom;
        int at = windowFrom;
        for (List<Token> word : TokenText.parts(tokens.subList(windowFrom, settled))) {
            if (at > windowFrom && word.getFirst().startMillis() <= latestMillis) {
                target = at;
            }
            at += word.size();
        }
        if (target == windowFrom) {
            return false;
        }
        moveWindow(
                target, (tokens.get(target - 1).endMillis() + tokens.get(target).startMillis()) / 2);
        return true;
    }

    /**
     * Finds the first stretch of speech in the window without a token, after the settled tokens.
     *
     * @param fromMillis end of the gap before
     * @param endMillis end of the decoded window
     * @param exactTimes whether the times of tokens are exact to some 100 ms
     */
    Optional<Gap> gap(long fromMillis, long endMillis, boolean exactTimes, SpeechTimes speech) {
        return Gap.first(
                tokens.subList(windowFrom, tokens.size()),
                settled - windowFrom,
                fromMillis,
                endMillis,
                exactTimes,
                speech);
    }

    /** Inserts the words of a gap: between two words, although the model may place the gap within one. */
    void fill(Gap gap, List<Token> words) {
        int first = windowFrom + gap.tokenIndex();
        int at = wordBoundary(first);
        tokens.subList(first, at).replaceAll(token -> token.at(gap.startMillis()));
        tokens.addAll(at, words);
    }

    /** Returns the index of the first token, from this one on, before which words may be inserted. */
    private int wordBoundary(int from) {
        List<Token> window = tokens.subList(windowFrom, tokens.size());
        int at = from;
        while (at > windowFrom && at < tokens.size() && !TokenText.mayInsertBefore(window, at - windowFrom)) {
            at++;
        }
        return at;
    }

    /** Removes the tokens that are not settled. */
    void removeHypothesis() {
        tokens.subList(settled, tokens.size()).clear();
    }

    /**
     * Removes repetition loops from the hypothesis. Settled tokens stay.
     *
     * @return whether there was one
     */
    boolean removeLoops() {
        List<Token> hypothesis = tokens.subList(settled, tokens.size());
        List<Token> kept = RepetitionFilter.withoutLoops(hypothesis);
        if (kept.size() == hypothesis.size()) {
            return false;
        }
        hypothesis.clear();
        tokens.addAll(kept);
        return true;
    }

    /** Returns whether the text of the window may have a repetition loop. */
    boolean mayHaveLoop() {
        return RepetitionFilter.mayHaveLoop(tokens.subList(windowFrom, tokens.size()));
    }

    /**
     * Returns the time up to which completed windows have a word for all speech in which a decode finds one: at most to
     * the first word that did not settle, because the next decode may skip it.
     */
    long completeUntilMillis() {
        return completeUntilMillis;
    }

    private void windowComplete(long endMillis) {
        long complete = settled == tokens.size()
                ? endMillis
                : Math.min(endMillis - UNSETTLED_MILLIS, tokens.get(settled).startMillis());
        completeUntilMillis = Math.max(completeUntilMillis, complete); // short windows may end before
    }

    /**
     * Settles the words of a window that end well before its end, and slides the window past them. The last settled
     * words stay in the window.
     *
     * @param limitMillis time after which no word settles yet
     * @param force without such words, settles the whole hypothesis and leaves the window behind
     * @return whether there were such words
     */
    boolean settleWindow(long endMillis, long limitMillis, boolean force) {
        agreement.reset();
        int end = settled;
        for (List<Token> word : TokenText.parts(tokens.subList(settled, tokens.size()))) {
            if (word.getLast().endMillis() > endMillis - UNSETTLED_MILLIS
                    || TokenText.middleMillis(word) >= limitMillis) {
                break;
            }
            end += word.size();
        }
        if (end == windowFrom || tokens.get(end - 1).endMillis() < windowStartMillis + MIN_PROGRESS_MILLIS) {
            settled = force ? tokens.size() : end;
            windowComplete(endMillis);
            if (force) {
                moveWindow(settled, endMillis - FORCED_OVERLAP_MILLIS);
            }
            return false;
        }
        settled = end;
        windowComplete(endMillis);
        long settledEnd = tokens.get(settled - 1).endMillis();
        if (!slide(settledEnd - OVERLAP_MILLIS)) {
            tokens.subList(settled, tokens.size()).clear(); // the next decode finds them again
            moveWindow(settled, settledEnd);
        }
        return true;
    }

    private void moveWindow(int firstToken, long startMillis) {
        windowFrom = firstToken;
        windowStartMillis = Math.max(windowStartMillis, startMillis);
        int dropped = Math.max(0, Math.min(segmentFrom, windowFrom - PREVIOUS_TOKENS));
        tokens.subList(0, dropped).clear();
        windowFrom -= dropped;
        segmentFrom -= dropped;
        settled -= dropped;
    }

    /** Returns the tokens of the open segment, from its first to the end of the hypothesis. */
    List<Token> segment() {
        return List.copyOf(tokens.subList(segmentFrom, tokens.size()));
    }

    /**
     * Returns the tokens of the open segment that an interim shows: after the settled ones, repetition loops are left
     * out. Most of them are hallucinations, and the final has what was said.
     */
    List<Token> shownSegment() {
        List<Token> shown = new ArrayList<>(tokens.subList(segmentFrom, settled));
        shown.addAll(RepetitionFilter.withoutLoops(tokens.subList(settled, tokens.size())));
        return shown;
    }

    /** Returns how many tokens of the open segment are settled. */
    int settledInSegment() {
        return settled - segmentFrom;
    }

    /**
     * Ends the open segment between two settled words, and opens the next.
     *
     * @return the tokens of the segment that ended; empty if it cannot end yet
     */
    List<Token> cut(SegmentEnd end) {
        int best = segmentFrom + end.in(tokens.subList(segmentFrom, tokens.size()), settled - segmentFrom);
        List<Token> segment = List.copyOf(tokens.subList(segmentFrom, best));
        segmentFrom = best;
        return segment;
    }
}
