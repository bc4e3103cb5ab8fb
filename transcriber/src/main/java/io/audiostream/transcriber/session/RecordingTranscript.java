package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.session.SegmentResult.Hypothesis;
import io.audiostream.transcriber.session.SegmentResult.Language;
import io.audiostream.transcriber.session.SegmentResult.Progress;
import io.audiostream.transcriber.session.SegmentResult.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the finals of a recording into one result. The text of separate channels is a conversation: a line for each
 * turn, with its channel before it, in the order in which the turns begin. Not thread-safe.
 */
public final class RecordingTranscript {

    private final ConversationOrder order = new ConversationOrder();
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * A final in a recording.
     *
     * @param separator what the recording's text has between the text before and this one: a space, nothing, or the
     *     beginning of a line
     * @param result the final, whose text is not empty
     */
    public record Part(String separator, SegmentResult result) {

        /** Returns the text of the final with the separator before it. */
        public String text() {
            return separator + result.text();
        }
    }

    /**
     * Adds a result; ignores interims and finals without text.
     *
     * @return what the text gained. A final of a separate channel may have to wait for an earlier one of another.
     */
    @CanIgnoreReturnValue
    public List<Part> add(SegmentResult result) {
        if (!result.isFinal() || result.text().isEmpty()) {
            return List.of();
        }
        return order.add(result).stream().map(this::append).toList();
    }

    /** Adds the finals that wait, at the end of the recording. Returns what the text gained. */
    @CanIgnoreReturnValue
    public List<Part> finish() {
        return order.takeAll().stream().map(this::append).toList();
    }

    private Part append(SegmentResult result) {
        var part = new Part(separator(result), result);
        parts.add(part);
        text.append(part.text());
        return part;
    }

    private String separator(SegmentResult result) {
        boolean turn = parts.isEmpty() || parts.getLast().result().channel() != result.channel();
        if (result.channel() == 0 || !turn) {
            return separator(result, result.text());
        }
        return "%sChannel %d: ".formatted(parts.isEmpty() ? "" : "\n", result.channel());
    }

    /**
     * Returns the text of the finals of mixed channels so far, with what is settled of an interim of the next segment.
     */
    public String settledText(SegmentResult interim) {
        String next = interim.settledText();
        return text + separator(interim, next) + next;
    }

    /** @param next the text of the result that follows, or the beginning of it */
    private String separator(SegmentResult result, String next) {
        if (parts.isEmpty() || next.isEmpty()) {
            return "";
        }
        SegmentResult before = parts.getLast().result();
        boolean sameUtterance = before.endReason() == EndReason.MAX_SEGMENT
                && before.time().end().equals(result.time().start());
        return sameUtterance
                ? TextJoiner.withinUtterance(
                        before.hypothesis().tokens(), result.hypothesis().tokens())
                : TextJoiner.betweenSegments(text, next);
    }

    /** Returns the text of the finals so far. */
    public String text() {
        return text.toString();
    }

    /** Returns the finals so far, in order. Their texts, one after the other, are the text of the result. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Joins all finals, after {@link #finish}. The confidence is the geometric mean over all tokens. The language is
     * that of the final with the most tokens. Without any final, the text is empty and all numbers are 0.
     *
     * @param progress progress of the session at its end
     */
    public SegmentResult result(Progress progress) {
        finish();
        if (parts.isEmpty()) {
            return new SegmentResult(
                    0, 0, Hypothesis.EMPTY, TimeRange.EMPTY, Language.UNKNOWN, EndReason.END_OF_AUDIO, true, progress);
        }
        List<SegmentResult> finals = parts.stream().map(Part::result).toList();
        SegmentResult longest = finals.getFirst();
        for (SegmentResult segment : finals) {
            if (segment.hypothesis().tokens().size()
                    > longest.hypothesis().tokens().size()) {
                longest = segment;
            }
        }
        Duration end = finals.stream().map(each -> each.time().end()).reduce(Duration.ZERO, RecordingTranscript::later);
        var time = new TimeRange(finals.getFirst().time().start(), end);
        return new SegmentResult(
                0, 0, hypothesis(finals), time, longest.language(), EndReason.END_OF_AUDIO, true, progress);
    }

    private static Duration later(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }

    private Hypothesis hypothesis(List<SegmentResult> finals) {
        List<SpokenWord> words = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (SegmentResult segment : finals) {
            words.addAll(segment.hypothesis().words());
            tokens.addAll(segment.hypothesis().tokens());
        }
        return new Hypothesis(
                text.toString(), TextJoiner.codePoints(text.toString()), words, Transcript.confidence(tokens), tokens);
    }
}
