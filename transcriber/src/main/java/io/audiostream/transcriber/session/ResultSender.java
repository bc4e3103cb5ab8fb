package io.audiostream.transcriber.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Numbers the segments of a channel in the order of their first results, and sends what it finds to the listener. */
final class ResultSender {

    private final SessionConfig config;
    private final int channel;
    private final SessionListener listener;
    private final SessionStats stats;
    private int nextIndex;

    /** @param channel 1 for the first separate channel; 0 if the channels are mixed */
    ResultSender(SessionConfig config, int channel, SessionListener listener, SessionStats stats) {
        this.config = config;
        this.channel = channel;
        this.listener = listener;
        this.stats = stats;
    }

    /**
     * Sends an event, if the client asked for them.
     *
     * @param position of the event in the audio
     */
    void sendSpeech(SpeechEvent.Kind kind, long position, Supplier<SegmentResult.Progress> progress) {
        if (config.speechEvents()) {
            listener.onSpeech(new SpeechEvent(kind, channel, Segment.time(position), progress.get()));
        }
    }

    /** @param end position of the end of the interim's audio */
    void sendInterim(
            Segment segment, SegmentText text, SpokenLanguage language, long end, SegmentResult.Progress progress) {
        number(segment, true);
        stats.interimSent();
        send(segment, text, language, end, null, false, progress);
    }

    /**
     * Sends a final. Leaves out one without text of which the client has seen no interim, unless it completes speech
     * whose events the client has seen.
     */
    void sendFinal(Utterance.ReadyFinal ready, SpokenLanguage language, SegmentResult.Progress progress) {
        Segment segment = ready.segment();
        boolean hasText = !ready.text().text().isEmpty();
        boolean completesSpeech = config.speechEvents() && ready.endOfUtterance();
        if (segment.sent() || hasText || completesSpeech) {
            number(segment, hasText);
            stats.finalSent(segment, ready.text(), ready.end(), ready.reason());
            send(segment, ready.text(), language, ready.end(), ready.reason(), ready.endOfUtterance(), progress);
        }
    }

    private void number(Segment segment, boolean hasText) {
        if (!segment.sent()) {
            segment.number(nextIndex++);
            if (hasText) {
                stats.firstText(segment);
            }
        }
    }

    private void send(
            Segment segment,
            SegmentText text,
            SpokenLanguage language,
            long end,
            @Nullable EndReason reason,
            boolean endOfUtterance,
            SegmentResult.Progress progress) {
        var time = new SegmentResult.TimeRange(Segment.time(segment.start()), Segment.time(end));
        listener.onResult(new SegmentResult(
                segment.index(),
                channel,
                text.hypothesis(
                        config.words(), time.start().toMillis(), time.end().toMillis(), channel),
                time,
                new SegmentResult.Language(language.code(), language.probability()),
                reason,
                endOfUtterance,
                progress));
    }
}
