package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.ArrayList;
import java.util.List;

/**
 * Orders the times of words from several decodes. Settled words have the times of an earlier decode than the words
 * after them, so their times may overlap a little.
 */
final class WordTimes {

    private WordTimes() {}

    /**
     * Returns the words with times that never decrease and lie within their segment.
     *
     * @param words with times in ms from the segment's start
     * @param start of the segment, in ms from the stream's start; negative in the silence before the stream
     * @param end of the segment, in ms from the stream's start
     */
    static List<SpokenWord> inOrder(List<SpokenWord> words, long start, long end) {
        List<SpokenWord> ordered = new ArrayList<>(words.size());
        long previousEnd = Math.max(0, start);
        for (SpokenWord word : words) {
            long wordStart = Math.clamp(start + word.startMillis(), previousEnd, Math.max(previousEnd, end));
            long wordEnd = Math.clamp(start + word.endMillis(), wordStart, Math.max(wordStart, end));
            ordered.add(new SpokenWord(word.text(), wordStart, wordEnd, word.confidence()));
            previousEnd = wordEnd;
        }
        return ordered;
    }
}
