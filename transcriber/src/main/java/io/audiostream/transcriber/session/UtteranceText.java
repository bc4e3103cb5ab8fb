package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of an utterance (speech between two pauses), which decodes of its window extend. The text of a decode starts
 * with the settled tokens in the window, and the tokens before the window condition it. So the text can be longer than
 * the model's context, and no token is decoded twice. Times are in ms from the start of the stream. Not thread-safe.
 */
final class UtteranceText {

    private final UtteranceTokens tokens = new UtteranceTokens();
    private final LocalAgreement agreement = new LocalAgreement();
    private final SlidingWindow window;

    UtteranceText(long startMillis) {
        window = new SlidingWindow(tokens, startMillis);
    }

    SlidingWindow window() {
        return window;
    }

    /**
     * What a decode builds on. A decode's result is valid only while it matches.
     *
     * @param windowStartMillis start of the decoded audio
     */
    record Snapshot(long windowStartMillis, DecodeContext context) {}

    Snapshot snapshot() {
        return new Snapshot(
                window.startMillis(),
                new DecodeContext(tokens.previous(), tokens.settledInWindow(), tokens.hypothesis()));
    }

    /**
     * Replaces the hypothesis by that of a new decode. The settled tokens keep their times: if the decode skips speech
     * after them, the decoder's attention may place them behind it, and that speech would count as read.
     *
     * @param decoded the tokens of the decode
     * @return false if the window or its settled tokens changed since the decode began, so that it does not apply
     */
    boolean update(Snapshot snapshot, List<Token> decoded) {
        if (snapshot.windowStartMillis() != window.startMillis() || !startsWithSettled(decoded)) {
            return false;
        }
        long settledEnd = settledEnd();
        tokens.replaceHypothesis(decoded.stream()
                .skip(tokens.settledInWindow().size())
                .map(token -> token.notBefore(settledEnd))
                .toList());
        return true;
    }

    private long settledEnd() {
        return tokens.lastSettled().map(Token::endMillis).orElse(window.startMillis());
    }

    private boolean startsWithSettled(List<Token> decoded) {
        List<Token> settled = tokens.settledInWindow();
        return decoded.size() >= settled.size()
                && ids(decoded.subList(0, settled.size())).equals(ids(settled));
    }

    private static List<Integer> ids(List<Token> tokens) {
        return tokens.stream().map(Token::id).toList();
    }

    /**
     * Replaces the hypothesis by that of a new decode of the same window, from the settled tokens on. For a decode that
     * did not continue them: its words before their end are left out, and so is the last settled word if it lies there
     * in part.
     */
    void replaceHypothesis(List<Token> decoded) {
        long settledEnd = settledEnd();
        List<Integer> last = TokenText.parts(tokens.settledInWindow()).stream()
                .reduce((_, word) -> word)
                .map(UtteranceText::ids)
                .orElse(List.of());
        tokens.replaceHypothesis(TokenText.parts(decoded).stream()
                .filter(word -> TokenText.middleMillis(word) >= settledEnd)
                .filter(word -> word.getFirst().startMillis() >= settledEnd
                        || !ids(word).equals(last))
                .flatMap(word -> word.stream().map(token -> token.notBefore(settledEnd)))
                .toList());
    }

    /**
     * Replaces the hypothesis from a time on. Nothing settles: the hypothesis before that time is not new.
     *
     * @param later the tokens of a decode that began at that time
     * @param endMillis end of that decode
     */
    void replaceFrom(long startMillis, List<Token> later, long endMillis) {
        List<Token> hypothesis = new ArrayList<>(tokens.hypothesis());
        hypothesis.removeIf(token -> token.middleMillis() >= startMillis);
        hypothesis.addAll(later);
        tokens.replaceHypothesis(hypothesis);
        settleAgreed(endMillis, Long.MIN_VALUE);
    }

    /**
     * Settles the part of the hypothesis on which the last decodes agree.
     *
     * @param limitMillis time after which no word settles yet
     */
    void settleAgreed(long windowEndMillis, long limitMillis) {
        tokens.settle(agreement.update(tokens.hypothesis(), windowEndMillis, limitMillis));
    }

    /** Forgets the last hypotheses, which skipped speech: only the next ones count for agreement. */
    void forgetHypotheses() {
        agreement.reset();
    }

    /** Settles the whole hypothesis. */
    void settleAll() {
        agreement.reset();
        tokens.settleAll();
    }

    /** Settles the words of a completed window, and slides it. See {@link SlidingWindow#settle}. */
    boolean settleWindow(long endMillis, long limitMillis, boolean force) {
        agreement.reset();
        return window.settle(endMillis, limitMillis, force);
    }

    /**
     * Finds the first stretch of speech in the window without a token, after the settled tokens.
     *
     * @param fromMillis end of the gap before
     * @param endMillis end of the decoded window
     * @param exactTimes whether the times of tokens are exact to some 100 ms
     * @param unwritten where words are known to be missing
     */
    Optional<Gap> gap(
            long fromMillis, long endMillis, boolean exactTimes, UnwrittenSpeech unwritten, SpeechTimes speech) {
        int settled = tokens.settledInWindow().size();
        return Gap.first(tokens.window(), settled, fromMillis, endMillis, exactTimes, unwritten, speech);
    }

    /** Inserts the words of a gap. */
    void fill(Gap gap, List<Token> words) {
        gap.insert(words, tokens.window());
    }

    /** Removes the tokens that are not settled. Returns whether there were any. */
    boolean removeHypothesis() {
        boolean any = !tokens.hypothesis().isEmpty();
        tokens.removeHypothesis();
        return any;
    }

    /**
     * Removes the last word of a text that ends at the token limit, if speech follows: the limit may cut the word, and
     * its audio is decoded again with that speech. A word that is the whole hypothesis stays: better cut than lost.
     *
     * @param removed gets the stretch of that word
     */
    void removeCutWord(long endMillis, boolean exactTimes, UnwrittenSpeech removed, SpeechTimes speech) {
        List<Token> hypothesis = tokens.hypothesis();
        List<List<Token>> words = TokenText.parts(hypothesis);
        if (words.size() > 1
                && gap(hypothesis.getLast().endMillis(), endMillis, exactTimes, removed, speech)
                        .isPresent()) {
            List<Token> cut = words.getLast();
            removed.addRemoved(cut, List.of());
            hypothesis
                    .subList(hypothesis.size() - cut.size(), hypothesis.size())
                    .clear();
        }
    }

    /**
     * Removes repetition loops from the hypothesis, to decode their audio again. Settled tokens stay, and so do loops
     * that are too short to find their audio by times that are not exact.
     *
     * @param exactTimes whether the times of tokens are exact to some 100 ms
     * @param removed gets the stretches of the loops
     * @return whether there was one
     */
    boolean removeLoops(boolean exactTimes, UnwrittenSpeech removed) {
        List<Token> kept =
                RepetitionFilter.withoutLoops(tokens.hypothesis(), exactTimes ? 0 : Gap.MIN_SPEECH_MILLIS_IF_INEXACT);
        if (kept.size() == tokens.hypothesis().size()) {
            return false;
        }
        removed.addRemoved(tokens.hypothesis(), kept);
        tokens.replaceHypothesis(kept);
        return true;
    }

    /** Returns whether the text of the window may have a repetition loop. */
    boolean mayHaveLoop() {
        return RepetitionFilter.mayHaveLoop(tokens.window());
    }

    /** Returns the tokens of the open segment, from its first to the end of the hypothesis. */
    List<Token> segment() {
        return List.copyOf(tokens.segment());
    }

    /**
     * Returns the tokens of the open segment that an interim shows: after the settled ones, repetition loops are left
     * out. Most of them are hallucinations, and the final has what was said.
     */
    List<Token> shownSegment() {
        List<Token> shown = new ArrayList<>(tokens.settledInSegment());
        shown.addAll(RepetitionFilter.withoutLoops(tokens.hypothesis()));
        return shown;
    }

    /** Returns how many tokens of the open segment are settled. */
    int settledInSegment() {
        return tokens.settledInSegment().size();
    }

    /**
     * Ends the open segment between two settled words, and opens the next.
     *
     * @return the tokens of the segment that ended; empty if it cannot end yet
     */
    List<Token> cut(SegmentEnd end) {
        return tokens.endSegment(end.in(tokens.segment(), settledInSegment()));
    }
}
