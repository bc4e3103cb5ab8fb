package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Pick;
import java.util.List;

/** Tells when the decoder has begun to say the same over and over. */
final class Repetition {

    /** Tokens of the phrase that is repeated, at most. */
    private static final int LONGEST = 4;

    /** Nobody says the same so often in a row. */
    private static final int TIMES = 5;

    private Repetition() {}

    /** Whether a text ends with the same few tokens over and over; if so, all but the first time is taken off. */
    static boolean cut(List<Pick> tokens) {
        for (int period = 1; period <= LONGEST; period++) {
            int first = tokens.size() - period * TIMES;
            if (first >= 0 && repeats(tokens, first, period)) {
                tokens.subList(first + period, tokens.size()).clear();
                return true;
            }
        }
        return false;
    }

    private static boolean repeats(List<Pick> tokens, int first, int period) {
        for (int i = first + period; i < tokens.size(); i++) {
            if (tokens.get(i).id() != tokens.get(i - period).id()) {
                return false;
            }
        }
        return true;
    }
}
