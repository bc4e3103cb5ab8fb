package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.ArrayList;
import java.util.List;

/**
 * Words of several decodes in one row: those that were settled have the times of an earlier decode than those after
 * them, so they may overlap a little.
 */
final class WordTimes {

    private WordTimes() {}

    /**
     * The words with times that only grow and lie within their segment.
     *
     * @param words with times in ms from the segment's start
     * @param start of the segment, in ms from the stream's start
     * @param end of the segment, likewise
     */
    static List<SpokenWord> inOrder(List<SpokenWord> words, long start, long end) {
        List<SpokenWord> ordered = new ArrayList<>(words.size());
        long before = start;
        for (SpokenWord word : words) {
            long begin = Math.clamp(start + word.startMillis(), before, Math.max(before, end));
            long stop = Math.clamp(start + word.endMillis(), begin, Math.max(begin, end));
            ordered.add(new SpokenWord(word.text(), begin, stop, word.confidence()));
            before = stop;
        }
        return ordered;
    }
}
