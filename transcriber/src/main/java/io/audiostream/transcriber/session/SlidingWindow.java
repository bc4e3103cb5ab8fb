package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.List;

/**
 * The audio of an utterance that is still decoded. Audio whose tokens are settled leaves it, so the length of an
 * utterance has no limit. Times are in ms from the start of the stream. Not thread-safe.
 */
final class SlidingWindow {

    /** Window length from which settled audio leaves the window. Whisper's own limit is 30 s. */
    private static final long SLIDE_MILLIS = 16_000;

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

    private final UtteranceTokens tokens;
    private long startMillis;
    private long completeUntilMillis;

    SlidingWindow(UtteranceTokens tokens, long startMillis) {
        this.tokens = tokens;
        this.startMillis = startMillis;
        completeUntilMillis = startMillis;
    }

    long startMillis() {
        return startMillis;
    }

    /**
     * Returns the time up to which completed windows have a word for all speech in which a decode finds one: at most to
     * the first word that did not settle, because the next decode may skip it.
     */
    long completeUntilMillis() {
        return completeUntilMillis;
    }

    /** Slides the window if it is long, and keeps a part of the settled audio in it. */
    void slideIfLong(long endMillis) {
        if (endMillis - startMillis >= SLIDE_MILLIS) {
            slide(endMillis - KEPT_MILLIS);
        }
    }

    /**
     * Settles the words of a completed window that end well before its end, and slides the window past them. The last
     * settled words stay in the window.
     *
     * @param endMillis end of the decoded audio
     * @param limitMillis time after which no word settles yet
     * @param force without such words, settles the whole hypothesis up to the limit and leaves the window behind
     * @return whether there were such words
     */
    boolean settle(long endMillis, long limitMillis, boolean force) {
        tokens.settle(settlingTokens(endMillis - UNSETTLED_MILLIS, limitMillis));
        List<Token> settled = tokens.settledInWindow();
        boolean progresses = !settled.isEmpty() && settled.getLast().endMillis() >= startMillis + MIN_PROGRESS_MILLIS;
        if (progresses) {
            complete(endMillis);
            slidePastSettled(limitMillis);
        } else if (force) {
            // A limit at the start of the window would keep it there.
            leaveBehind(endMillis, limitMillis < startMillis + MIN_PROGRESS_MILLIS ? Long.MAX_VALUE : limitMillis);
        } else {
            complete(endMillis);
        }
        return progresses;
    }

    private void leaveBehind(long endMillis, long limitMillis) {
        tokens.settle(settlingTokens(endMillis, limitMillis));
        tokens.removeHypothesis(); // the next decode finds it again
        complete(Math.min(endMillis, limitMillis));
        move(tokens.settledInWindow().size(), Math.min(endMillis - FORCED_OVERLAP_MILLIS, limitMillis));
    }

    /** Returns the number of tokens of the hypothesis up to the last word that settles. */
    private int settlingTokens(long latestEndMillis, long limitMillis) {
        return TokenText.parts(tokens.hypothesis()).stream()
                .takeWhile(word ->
                        word.getLast().endMillis() <= latestEndMillis && TokenText.middleMillis(word) < limitMillis)
                .mapToInt(List::size)
                .sum();
    }

    private void complete(long endMillis) {
        List<Token> hypothesis = tokens.hypothesis();
        long complete = hypothesis.isEmpty()
                ? endMillis
                : Math.min(endMillis - UNSETTLED_MILLIS, hypothesis.getFirst().startMillis());
        completeUntilMillis = Math.max(completeUntilMillis, complete); // short windows may end before
    }

    private void slidePastSettled(long limitMillis) {
        List<Token> settled = tokens.settledInWindow();
        long settledEnd = settled.getLast().endMillis();
        if (!slide(settledEnd - OVERLAP_MILLIS)) {
            int all = settled.size();
            tokens.removeHypothesis(); // the next decode finds it again
            move(all, Math.min(settledEnd, limitMillis));
        }
    }

    /**
     * Slides the window to the start of the last settled word that begins before a time.
     *
     * @return whether there is such a word
     */
    private boolean slide(long latestMillis) {
        int target = 0;
        int at = 0;
        for (List<Token> word : TokenText.parts(tokens.settledInWindow())) {
            if (at > 0 && word.getFirst().startMillis() <= latestMillis) {
                target = at;
            }
            at += word.size();
        }
        if (target == 0) {
            return false;
        }
        List<Token> window = tokens.window();
        move(target, (window.get(target - 1).endMillis() + window.get(target).startMillis()) / 2);
        return true;
    }

    /** @param leaving number of settled tokens that leave the window */
    private void move(int leaving, long toMillis) {
        tokens.advanceWindow(leaving);
        startMillis = Math.max(startMillis, toMillis);
    }
}
