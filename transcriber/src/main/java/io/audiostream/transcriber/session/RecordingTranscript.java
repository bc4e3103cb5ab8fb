package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Joins the finals of a recording into one result. Not thread-safe. */
public final class RecordingTranscript {

    private final List<SegmentResult> finals = new ArrayList<>();

    /** Takes a result in; interims are passed over. */
    public void add(SegmentResult result) {
        if (result.isFinal() && !result.text().isEmpty()) {
            finals.add(result);
        }
    }

    /** The finals, in order. */
    public List<SegmentResult> segments() {
        return List.copyOf(finals);
    }

    /**
     * All of the text as one result. Its confidence is the geometric mean over all tokens; its language, that of the
     * most text. Without any text, all of it is empty.
     *
     * @param progress how far the session came
     */
    public SegmentResult result(SegmentResult.Progress progress) {
        if (finals.isEmpty()) {
            return nothing(progress);
        }
        var text = new StringBuilder();
        List<SpokenWord> words = new ArrayList<>();
        double logProbability = 0;
        int tokens = 0;
        SegmentResult longest = finals.getFirst();
        for (SegmentResult segment : finals) {
            if (!text.isEmpty() && segment.spaced()) {
                text.append(' ');
            }
            text.append(segment.text());
            words.addAll(segment.words());
            logProbability += segment.tokens() * Math.log(segment.confidence());
            tokens += segment.tokens();
            if (segment.tokens() > longest.tokens()) {
                longest = segment;
            }
        }
        return new SegmentResult(
                0,
                text.toString(),
                TextJoiner.codePoints(text.toString()),
                words,
                Math.exp(logProbability / tokens),
                tokens,
                finals.getFirst().start(),
                finals.getLast().end(),
                longest.language(),
                longest.spaced(),
                longest.languageProbability(),
                EndReason.END_OF_AUDIO,
                progress);
    }

    private static SegmentResult nothing(SegmentResult.Progress progress) {
        return new SegmentResult(
                0, "", 0, List.of(), 0, 0, Duration.ZERO, Duration.ZERO, "", true, 0, EndReason.END_OF_AUDIO, progress);
    }
}
