package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of a window that must be decoded again even if they are short: their words were removed, or the decode of a
 * longer gap ended before them. Times are in ms from the start of the stream. Not thread-safe.
 */
final class UnwrittenSpeech {

    /** @param endMillis equal to the start if the model placed all removed words at one time */
    private record Stretch(long startMillis, long endMillis) {

        boolean touches(long fromMillis, long toMillis) {
            return startMillis <= toMillis && endMillis >= fromMillis;
        }
    }

    private final List<Stretch> stretches = new ArrayList<>();

    void add(long startMillis, long endMillis) {
        stretches.add(new Stretch(startMillis, endMillis));
    }

    /**
     * Adds the stretches of the words that were removed from a text.
     *
     * @param before the tokens of the text
     * @param kept the tokens that were not removed: the same objects, in the same order
     */
    void addRemoved(List<Token> before, List<Token> kept) {
        int next = 0;
        for (Token token : before) {
            if (next < kept.size() && kept.get(next) == token) {
                next++;
            } else {
                add(token.startMillis(), token.endMillis());
            }
        }
    }

    /** Removes the stretches in audio that was decoded again. */
    void decoded(long startMillis, long endMillis) {
        stretches.removeIf(stretch -> stretch.touches(startMillis, endMillis));
    }

    /** Returns whether a gap has such a stretch, or part of it. */
    boolean isIn(long fromMillis, long toMillis) {
        return stretches.stream().anyMatch(stretch -> stretch.touches(fromMillis, toMillis));
    }
}
