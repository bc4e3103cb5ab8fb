package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioObserver;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.time.Duration;

/** Collects the statistics of a session. Updated on the session's executor; any thread may call {@link #close}. */
final class SessionStats implements AudioObserver {

    private final CallContext call;
    private final SessionObserver observer;
    private final long opened = System.nanoTime();
    private volatile long received;
    private volatile long committed;
    private volatile long droppedBytes;
    private volatile double outOfPhase;
    private volatile int finals;
    private volatile int interims;
    private volatile int words;
    private volatile double firstText = Double.NaN;
    private volatile double worstFinal = Double.NaN;
    private volatile double worstLag;

    SessionStats(CallContext call, SessionObserver observer) {
        this.call = call;
        this.observer = observer;
    }

    /**
     * Updates the totals of the audio.
     *
     * @param receivedSamples samples received so far, of all channels
     * @param committedSamples those of them that are in a final or hold no speech
     * @param pendingSamples samples of the channel that is furthest behind which are neither
     */
    void audioReceived(long receivedSamples, long committedSamples, long pendingSamples) {
        if (receivedSamples > received) {
            observer.audioReceived(audioSeconds(receivedSamples - received));
        }
        received = receivedSamples;
        committed = committedSamples;
        worstLag = Math.max(worstLag, audioSeconds(pendingSamples));
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    public void dropped(DropReason reason, long bytes) {
        droppedBytes += bytes;
        observer.audioDropped(reason, bytes);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    public void outOfPhase(double seconds) {
        outOfPhase += seconds;
        observer.audioOutOfPhase(seconds);
    }

    /** Records that the first text of a segment is sent. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    void firstText(Segment segment) {
        double seconds = secondsSince(segment.receivedAt());
        if (Double.isNaN(firstText)) {
            firstText = seconds;
        }
        observer.firstText(seconds);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    void interimSent() {
        interims++;
        observer.interimSent();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    void finalSent(Segment segment, SegmentText text, long end, EndReason reason) {
        int wordCount = text.wordCount();
        double delay = secondsSince(segment.closedAt());
        finals++;
        words += wordCount;
        worstFinal = Double.isNaN(worstFinal) ? delay : Math.max(worstFinal, delay);
        observer.finalSent(new SegmentSummary(
                segment.index(),
                reason,
                audioSeconds(end - segment.start()),
                wordCount,
                secondsSince(segment.receivedAt()),
                secondsSince(segment.firstSentAt()),
                delay));
    }

    void textEvent(TextEvent event) {
        observer.textEvent(event);
    }

    /**
     * Reports the end of the session. Call once.
     *
     * @param decodeTime time of all its decodes
     */
    void close(SessionEnd end, Duration decodeTime) {
        observer.closed(new SessionSummary(
                call,
                end,
                secondsSince(opened),
                new SessionSummary.Audio(audioSeconds(received), audioSeconds(committed), decodeTime.toNanos() / 1e9),
                new SessionSummary.Corrections(droppedBytes, outOfPhase),
                new SessionSummary.Results(finals, interims, words),
                new SessionSummary.Delays(firstText, worstFinal, worstLag)));
    }

    private static double audioSeconds(long samples) {
        return samples / (double) SpeechEngine.SAMPLE_RATE_HERTZ;
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
