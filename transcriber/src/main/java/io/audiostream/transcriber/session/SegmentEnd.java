package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.List;

/**
 * Chooses the word after which a segment ends. In the second half of its allowed length, the segment ends at the best
 * place, which is the end of a sentence, else of a clause, else the longest pause, else the last word that fits. In the
 * first half it ends at the last word that fits. A first word that is too long is a segment of its own.
 */
final class SegmentEnd {

    // Scores of places to end a segment, as pauses in ms that count as much.
    private static final long SENTENCE_SCORE = 40_000;
    private static final long CLAUSE_SCORE = 10_000;

    /** Punctuation of many scripts that ends a sentence. */
    private static final String SENTENCE_ENDS = ".?!\u2026\u3002\uFF01\uFF1F\u0964\u06D4\u061F\u1362\u104B";

    /** Punctuation of many scripts that ends a clause. */
    private static final String CLAUSE_ENDS = ",;:\u060C\u061B\u3001\uFF0C\uFF1B\u104A";

    private final long startMillis;
    private final long maxMillis;
    private final int minTokens;
    private final long minScore;

    private SegmentEnd(long startMillis, long maxMillis, int minTokens, long minScore) {
        this.startMillis = startMillis;
        this.maxMillis = maxMillis;
        this.minTokens = minTokens;
        this.minScore = minScore;
    }

    /**
     * Permits every place between two words.
     *
     * @param startMillis start of the segment
     * @param maxMillis maximum length of the segment
     * @param minTokens minimum number of its tokens: clients know already that these are settled
     */
    static SegmentEnd anywhere(long startMillis, long maxMillis, int minTokens) {
        return new SegmentEnd(startMillis, maxMillis, minTokens, Long.MIN_VALUE);
    }

    /** Works like {@link #anywhere}, but permits only ends of sentences in the second half of the allowed length. */
    static SegmentEnd atSentence(long startMillis, long maxMillis, int minTokens) {
        return new SegmentEnd(startMillis, maxMillis, minTokens, SENTENCE_SCORE);
    }

    /**
     * Returns the number of tokens of the segment.
     *
     * @param tokens the tokens from the first one of the segment to the end of the hypothesis
     * @param settled number of these tokens that are settled: the segment ends between two of their words
     * @return 0 if the segment cannot end yet
     */
    int in(List<Token> tokens, int settled) {
        int best = 0;
        long bestScore = minScore;
        int at = 0;
        for (List<Token> word : TokenText.parts(tokens.subList(0, settled))) {
            int next = at + word.size();
            boolean fits = lengthTo(word) <= maxMillis || best == 0;
            if (fits && next >= minTokens && next < tokens.size() && startsWord(tokens, next)) {
                long score = score(word, tokens.get(next));
                if (score >= bestScore) {
                    best = next;
                    bestScore = score;
                }
            }
            at = next;
        }
        return best;
    }

    private long lengthTo(List<Token> word) {
        return word.getLast().endMillis() - startMillis;
    }

    private long score(List<Token> word, Token next) {
        long pause = next.startMillis() - word.getLast().endMillis();
        return lengthTo(word) <= maxMillis / 2 ? -1 : Math.max(0, pause) + clauseScore(word);
    }

    private static long clauseScore(List<Token> word) {
        String text = TokenText.of(word);
        if (text.isEmpty()) {
            return 0;
        }
        int last = text.codePointBefore(text.length());
        return SENTENCE_ENDS.indexOf(last) >= 0 ? SENTENCE_SCORE : CLAUSE_ENDS.indexOf(last) >= 0 ? CLAUSE_SCORE : 0;
    }

    private static boolean startsWord(List<Token> tokens, int index) {
        return TokenText.parts(tokens.subList(0, index + 1)).getLast().size() == 1;
    }
}
