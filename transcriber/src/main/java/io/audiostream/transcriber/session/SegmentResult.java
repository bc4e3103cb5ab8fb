package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.engine.Token;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result for a segment: an interim, which the next result for the same segment replaces, or its final.
 *
 * @param index number of the segment in its channel, from 0
 * @param channel the separate channel, from 1; 0 if the channels are mixed
 * @param hypothesis the recognized text
 * @param time the segment's place in the stream
 * @param language the segment's language
 * @param endReason why the segment ended; null for an interim
 * @param endOfUtterance whether the speech ends with the segment: the next result follows a pause
 * @param progress progress of the session when the result was made
 */
public record SegmentResult(
        int index,
        int channel,
        Hypothesis hypothesis,
        TimeRange time,
        Language language,
        @Nullable EndReason endReason,
        boolean endOfUtterance,
        Progress progress) {

    public SegmentResult {
        requireNotNegative("index", index);
        requireNotNegative("channel", channel);
    }

    public String text() {
        return hypothesis.text();
    }

    /** Returns the prefix of the text that no later result of this segment changes. */
    public String settledText() {
        return text().substring(0, text().offsetByCodePoints(0, hypothesis.settledLength()));
    }

    public boolean isFinal() {
        return endReason != null;
    }

    /**
     * What the model recognized.
     *
     * @param text the text, without surrounding spaces
     * @param settledLength length of the prefix of {@code text} that no later result of this segment changes, in code
     *     points
     * @param words the words with their times from the start of the stream; empty unless the session asked for them
     * @param confidence geometric mean of the tokens' probabilities, 0 to 1
     * @param tokens tokens of the text
     */
    public record Hypothesis(
            String text, int settledLength, List<SpokenWord> words, double confidence, List<Token> tokens) {

        static final Hypothesis EMPTY = new Hypothesis("", 0, List.of(), 0, List.of());

        public Hypothesis {
            words = List.copyOf(words);
            tokens = List.copyOf(tokens);
            if (settledLength < 0 || settledLength > TextJoiner.codePoints(text)) {
                throw new IllegalArgumentException("the settled length is %d, not 0 to the text's %d code points"
                        .formatted(settledLength, TextJoiner.codePoints(text)));
            }
            requireProbability("confidence", confidence);
        }
    }

    /**
     * A part of the stream.
     *
     * @param start from the stream's first sample
     * @param end from the stream's first sample; not before {@code start}
     */
    public record TimeRange(Duration start, Duration end) {

        static final TimeRange EMPTY = new TimeRange(Duration.ZERO, Duration.ZERO);

        public TimeRange {
            if (start.isNegative() || end.compareTo(start) < 0) {
                throw new IllegalArgumentException(
                        "the times are %s to %s, not ascending from 0".formatted(start, end));
            }
        }
    }

    /**
     * The language of a text.
     *
     * @param code as the model names it; empty without any text
     * @param probability probability of a detected language, 0 to 1; 0 for a language that the session was given
     */
    public record Language(String code, double probability) {

        static final Language UNKNOWN = new Language("", 0);

        public Language {
            requireProbability("language probability", probability);
        }
    }

    /**
     * How much of the stream a session has processed.
     *
     * @param received duration of the audio received
     * @param committed all audio before this is in a final or holds no speech, in every channel
     * @param resumeChunk number of the first chunk with audio after {@code committed}
     * @param channelCommitted the same as {@code committed} for each separate channel; empty if the channels are mixed
     */
    public record Progress(Duration received, Duration committed, int resumeChunk, List<Duration> channelCommitted) {

        /** Makes the progress of a session that mixes its channels. */
        public Progress(Duration received, Duration committed, int resumeChunk) {
            this(received, committed, resumeChunk, List.of());
        }

        public Progress {
            channelCommitted = List.copyOf(channelCommitted);
            if (committed.isNegative() || committed.compareTo(received) > 0) {
                throw new IllegalArgumentException(
                        "%s is committed of %s received: it must be 0 to that".formatted(committed, received));
            }
        }
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("the %s is %d, it must not be negative".formatted(name, value));
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("the %s is %s, not 0 to 1".formatted(name, value));
        }
    }
}
