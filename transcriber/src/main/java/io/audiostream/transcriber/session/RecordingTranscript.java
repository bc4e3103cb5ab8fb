package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.session.SegmentResult.Hypothesis;
import io.audiostream.transcriber.session.SegmentResult.Language;
import io.audiostream.transcriber.session.SegmentResult.Progress;
import io.audiostream.transcriber.session.SegmentResult.TimeRange;
import java.util.ArrayList;
import java.util.List;

/** Joins the finals of a recording into one result. Not thread-safe. */
public final class RecordingTranscript {

    private final List<SegmentResult> finals = new ArrayList<>();

    /** Adds a result; ignores interims. */
    public void add(SegmentResult result) {
        if (result.isFinal() && !result.text().isEmpty()) {
            finals.add(result);
        }
    }

    /**
     * Joins all finals. The confidence is the geometric mean over all tokens. The language is that of the final with
     * the most tokens. Without any final, the text is empty and all numbers are 0.
     *
     * @param progress progress of the session at its end
     */
    public SegmentResult result(Progress progress) {
        if (finals.isEmpty()) {
            return new SegmentResult(
                    0, Hypothesis.EMPTY, TimeRange.EMPTY, Language.UNKNOWN, EndReason.END_OF_AUDIO, progress);
        }
        SegmentResult longest = finals.getFirst();
        for (SegmentResult segment : finals) {
            if (segment.hypothesis().tokens() > longest.hypothesis().tokens()) {
                longest = segment;
            }
        }
        var time = new TimeRange(
                finals.getFirst().time().start(), finals.getLast().time().end());
        return new SegmentResult(0, hypothesis(), time, longest.language(), EndReason.END_OF_AUDIO, progress);
    }

    private Hypothesis hypothesis() {
        var text = new StringBuilder();
        List<SpokenWord> words = new ArrayList<>();
        double logProbability = 0;
        int tokens = 0;
        for (SegmentResult segment : finals) {
            Hypothesis part = segment.hypothesis();
            text.append(TextJoiner.separator(text, part.text())).append(part.text());
            words.addAll(part.words());
            logProbability += part.tokens() * Math.log(part.confidence());
            tokens += part.tokens();
        }
        return new Hypothesis(
                text.toString(),
                TextJoiner.codePoints(text.toString()),
                words,
                Math.exp(logProbability / tokens),
                tokens);
    }
}
