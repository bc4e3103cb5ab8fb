package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.List;
import java.util.Optional;

/**
 * Where the last segment of a session may end whose client resumes: where a chunk begins, between two words. The end of
 * the received audio may lie within a word. The client sends that word again, whole.
 *
 * @param positions where the last chunks begin, in samples from the start of the stream, ascending
 */
record ResumePoints(List<Long> positions) {

    /** The segment ends with the audio. */
    static final ResumePoints NONE = new ResumePoints(List.of());

    /** Maximum audio, in ms, that a client sends again so that no word is cut. */
    static final long MAX_RESENT_MILLIS = 3_000;

    /** Part of a word, in ms, that may lie after the point: too short to be read as a word again. */
    private static final long MAX_TAIL_MILLIS = 120;

    /** Part of a word, in ms, that may lie before the point: too short to be missed. */
    private static final long MAX_HEAD_MILLIS = 40;

    ResumePoints {
        positions = List.copyOf(positions);
    }

    /**
     * The end of a segment.
     *
     * @param tokens number of its tokens
     * @param position position after its last sample
     */
    record Cut(int tokens, long position) {}

    /**
     * Returns the last point before the last word.
     *
     * @param start position of the first sample of the segment
     * @param tokens tokens of the segment, of which the last word may be incomplete
     * @param minTokens minimum number of tokens that stay in the segment: clients know that these are settled
     * @return empty if no chunk begins there between two words
     */
    Optional<Cut> cut(List<Token> tokens, long start, int minTokens) {
        List<List<Token>> words = TokenText.parts(tokens);
        for (long position : positions.reversed()) {
            int kept = tokensBefore(words, position / Utterance.SAMPLES_PER_MILLI);
            if (position >= start && kept >= minTokens && kept < tokens.size()) {
                return Optional.of(new Cut(kept, position));
            }
        }
        return Optional.empty();
    }

    /** Returns the number of tokens before a time, or -1 if it lies within a word. */
    private static int tokensBefore(List<List<Token>> words, long millis) {
        int count = 0;
        for (List<Token> word : words) {
            if (TokenText.middleMillis(word) >= millis) {
                return word.getFirst().startMillis() >= millis - MAX_HEAD_MILLIS ? count : -1;
            }
            if (word.getLast().endMillis() > millis + MAX_TAIL_MILLIS) {
                return -1;
            }
            count += word.size();
        }
        return count;
    }
}
