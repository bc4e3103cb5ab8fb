package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.session.SegmentResult.Hypothesis;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a segment: what the model wrote.
 *
 * @param tokens with times in ms from the start of the stream
 * @param settled number of tokens that no later result changes
 */
record SegmentText(List<Token> tokens, int settled) {

    SegmentText {
        tokens = List.copyOf(tokens);
    }

    /** Makes the text of a final. */
    static SegmentText ofFinal(List<Token> tokens) {
        return new SegmentText(tokens, tokens.size());
    }

    String text() {
        return TokenText.of(tokens);
    }

    /** Returns the length of the settled part of the text, in code points. */
    int settledLength() {
        return TextJoiner.codePoints(TokenText.of(tokens.subList(0, settled)));
    }

    int wordCount() {
        return TokenText.spokenWords(tokens).size();
    }

    Hypothesis hypothesis(boolean withWords, long startMillis, long endMillis, int channel) {
        return new Hypothesis(
                text(),
                settledLength(),
                withWords ? within(TokenText.spokenWords(tokens), startMillis, endMillis, channel) : List.of(),
                Transcript.confidence(tokens),
                tokens);
    }

    /** Returns the words with times that never decrease and lie within their segment. */
    static List<SpokenWord> within(List<SpokenWord> words, long startMillis, long endMillis, int channel) {
        List<SpokenWord> ordered = new ArrayList<>(words.size());
        long previousEnd = startMillis;
        for (SpokenWord word : words) {
            long start = Math.clamp(word.startMillis(), previousEnd, Math.max(previousEnd, endMillis));
            long end = Math.clamp(word.endMillis(), start, Math.max(start, endMillis));
            ordered.add(new SpokenWord(word.text(), start, end, word.confidence(), channel));
            previousEnd = end;
        }
        return ordered;
    }
}
