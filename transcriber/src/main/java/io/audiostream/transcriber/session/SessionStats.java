package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpeechEngine;
import java.time.Duration;

/** Counts what becomes of a session. Written on the session's executor; the summary may be made by any thread. */
final class SessionStats {

    private final SessionIds ids;
    private final SessionObserver observer;
    private final long opened = System.nanoTime();
    private volatile long audio;
    private volatile long committed;
    private volatile int segments;
    private volatile int interims;
    private volatile int words;
    private volatile double firstText = Double.NaN;
    private volatile double worstFinal = Double.NaN;
    private volatile double worstLag;

    SessionStats(SessionIds ids, SessionObserver observer) {
        this.ids = ids;
        this.observer = observer;
    }

    /**
     * @param received samples so far
     * @param settled samples of them whose text is final
     */
    void audioReceived(long received, long settled) {
        if (received > audio) {
            observer.audioReceived(audioSeconds(received - audio));
        }
        audio = received;
        committed = settled;
        worstLag = Math.max(worstLag, audioSeconds(received - settled));
    }

    /** Something of a segment is sent for the first time. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    void firstText(Segment segment) {
        double seconds = secondsSince(segment.heardAt());
        if (Double.isNaN(firstText)) {
            firstText = seconds;
        }
        observer.firstText(seconds);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    void interim() {
        interims++;
        observer.interimSent();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    void finalSent(Segment segment, Segment.Text text, long end, EndReason reason) {
        int wordCount = text.words().size();
        double seconds = secondsSince(segment.closedAt());
        segments++;
        words += wordCount;
        worstFinal = Double.isNaN(worstFinal) ? seconds : Math.max(worstFinal, seconds);
        observer.finalSent(new SegmentSummary(
                segment.index(),
                reason,
                audioSeconds(end - segment.start()),
                wordCount,
                secondsSince(segment.heardAt()),
                secondsSince(segment.shownAt()),
                seconds));
    }

    /**
     * The session is over. Call once.
     *
     * @param decodeTime of all its decodes
     */
    void over(SessionEnd end, Duration decodeTime) {
        observer.closed(new SessionSummary(
                ids,
                end,
                secondsSince(opened),
                audioSeconds(audio),
                audioSeconds(committed),
                segments,
                interims,
                words,
                decodeTime.toNanos() / 1e9,
                firstText,
                worstFinal,
                worstLag));
    }

    private static double audioSeconds(long samples) {
        return samples / (double) SpeechEngine.SAMPLE_RATE_HERTZ;
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
