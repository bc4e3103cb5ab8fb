package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of an utterance, and where in them the settled text ends, and the window and the open segment begin. The
 * tokens after the settled ones are the hypothesis. A settled token never changes. Lists that this class returns are
 * views, which are valid until its next change. Not thread-safe.
 */
final class UtteranceTokens {

    /** Tokens before the window that a decode may need. */
    private static final int PREVIOUS_TOKENS = 64;

    private final List<Token> tokens = new ArrayList<>();
    private int windowFrom;
    private int segmentFrom;
    private int settled;

    /** Returns the last tokens before the window. */
    List<Token> previous() {
        return tokens.subList(Math.max(0, windowFrom - PREVIOUS_TOKENS), windowFrom);
    }

    /** Returns the tokens of the window, settled or not. */
    List<Token> window() {
        return tokens.subList(windowFrom, tokens.size());
    }

    List<Token> settledInWindow() {
        return tokens.subList(windowFrom, settled);
    }

    List<Token> hypothesis() {
        return tokens.subList(settled, tokens.size());
    }

    /** Returns the tokens of the open segment, settled or not. */
    List<Token> segment() {
        return tokens.subList(segmentFrom, tokens.size());
    }

    List<Token> settledInSegment() {
        return tokens.subList(segmentFrom, settled);
    }

    /** Returns the last settled token that is known, in the window or before it. */
    Optional<Token> lastSettled() {
        return settled == 0 ? Optional.empty() : Optional.of(tokens.get(settled - 1));
    }

    /** Settles tokens at the start of the hypothesis. */
    void settle(int count) {
        settled += count;
    }

    void settleAll() {
        settled = tokens.size();
    }

    void removeHypothesis() {
        hypothesis().clear();
    }

    /** @param others no view of this class */
    void replaceHypothesis(List<Token> others) {
        removeHypothesis();
        tokens.addAll(others);
    }

    /**
     * Has the window begin at a later token. Tokens that neither a decode nor the open segment needs are dropped.
     *
     * @param count number of settled tokens that leave the window
     */
    void advanceWindow(int count) {
        windowFrom += count;
        int dropped = Math.max(0, Math.min(segmentFrom, windowFrom - PREVIOUS_TOKENS));
        tokens.subList(0, dropped).clear();
        windowFrom -= dropped;
        segmentFrom -= dropped;
        settled -= dropped;
    }

    /**
     * Ends the open segment, and opens the next.
     *
     * @param count number of tokens of the segment that ends; all of them are settled
     * @return these tokens
     */
    List<Token> endSegment(int count) {
        List<Token> ended = List.copyOf(segment().subList(0, count));
        segmentFrom += count;
        return ended;
    }
}
