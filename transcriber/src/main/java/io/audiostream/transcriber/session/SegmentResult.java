package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text for a segment: an interim, which the next result for the same segment replaces, or its final. All times count
 * from the first sample of the stream.
 *
 * @param index number of the segment in its session, from 0
 * @param text the text, never with space around it
 * @param settledLength how many code points at the beginning of {@code text} no later result of this segment changes
 * @param words the words with their times; empty unless the session asked for them
 * @param confidence geometric mean of the tokens' probabilities, 0 to 1
 * @param tokens how many tokens the text has; the weight of {@code confidence} when segments are joined
 * @param spaced whether the text's language is written with spaces
 * @param languageProbability 0 to 1; 0 when the language was given
 * @param endReason why the segment was closed; null for an interim
 * @param progress how far the session was when this was made
 */
public record SegmentResult(
        int index,
        String text,
        int settledLength,
        List<SpokenWord> words,
        double confidence,
        int tokens,
        Duration start,
        Duration end,
        String language,
        boolean spaced,
        double languageProbability,
        @Nullable EndReason endReason,
        Progress progress) {

    public SegmentResult {
        words = List.copyOf(words);
    }

    public boolean isFinal() {
        return endReason != null;
    }

    /**
     * How far a session is.
     *
     * @param received audio taken in
     * @param committed everything before this is in a final or holds no speech
     * @param resumeChunk number of the first chunk that holds audio after {@code committed}
     */
    public record Progress(Duration received, Duration committed, int resumeChunk) {}
}
