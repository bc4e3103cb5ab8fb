package io.audiostream.transcriber.session;

import org.jspecify.annotations.Nullable;

/** Numbers the segments of a session in the order of their first results, and sends the results to the listener. */
final class ResultSender {

    private final boolean words;
    private final SessionListener listener;
    private final SessionStats stats;
    private int nextIndex;

    /** @param words whether results have the times of words */
    ResultSender(boolean words, SessionListener listener, SessionStats stats) {
        this.words = words;
        this.listener = listener;
        this.stats = stats;
    }

    /**
     * Sends an interim or a final.
     *
     * @param end position of the end of the result's audio
     * @param reason why the segment ended; null for an interim
     */
    void send(
            Segment segment,
            SegmentText text,
            SpokenLanguage language,
            long end,
            @Nullable EndReason reason,
            SegmentResult.Progress progress) {
        if (!segment.sent()) {
            segment.number(nextIndex++);
            stats.firstText(segment);
        }
        if (reason == null) {
            stats.interimSent();
        } else {
            stats.finalSent(segment, text, end, reason);
        }
        var time = new SegmentResult.TimeRange(Segment.time(segment.start()), Segment.time(end));
        listener.onResult(new SegmentResult(
                segment.index(),
                text.hypothesis(words, time.start().toMillis(), time.end().toMillis()),
                time,
                new SegmentResult.Language(language.code(), language.probability()),
                reason,
                progress));
    }
}
