package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.scheduling.DecodeTask;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the segments of a session: the open one, and those whose finals are pending. Used on the session's executor
 * only, to which the decode workers hand over their transcripts.
 */
final class SegmentDecoding {

    /** Minimum audio of an interim. Whisper hallucinates on less. */
    private static final int FIRST_INTERIM_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 800 / 1_000;

    /** Audio between two interims until the first text of the segment is sent. */
    private static final int FIRST_TEXT_STEP_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 100 / 1_000;

    /** Receives the outcome of decodes. Called on the session's executor. */
    interface Outcome {

        /** Called with text to send. */
        void onText(Segment segment, Segment.Text text, long end, @Nullable EndReason reason);

        /** Called when a segment was decoded for its final, with or without text. */
        void onFinal(long end);

        void onFailed(EngineException failure);
    }

    private final SessionConfig config;
    private final long interimStep;
    private final SampleBuffer buffer;
    private final DecodeLane lane;
    private final Consumer<Runnable> session;
    private final Outcome outcome;
    private @Nullable Segment open;
    private @Nullable FinalDecode provisional;
    private long nextInterimAt;

    /** Decodes whose finals are pending, in the order of the audio. */
    private final Queue<FinalDecode> pendingFinals = new ArrayDeque<>();

    private long backlog;

    /** @param session runs an action as a step of the session */
    SegmentDecoding(
            SessionConfig config, SampleBuffer buffer, DecodeLane lane, Consumer<Runnable> session, Outcome outcome) {
        this.config = config;
        interimStep = config.interimInterval().toMillis() * SpeechEngine.SAMPLE_RATE_HERTZ / 1_000;
        this.buffer = buffer;
        this.lane = lane;
        this.session = session;
        this.outcome = outcome;
    }

    /** Returns whether no segment is open and no final is pending. */
    boolean idle() {
        return open == null && pendingFinals.isEmpty();
    }

    boolean hasOpenSegment() {
        return open != null;
    }

    boolean hasPendingFinals() {
        return !pendingFinals.isEmpty();
    }

    /** Returns the number of samples whose finals are pending. */
    long backlog() {
        return backlog;
    }

    void open(long start) {
        // Estimates the time at which the first sample was received, as if the client sent in real time.
        long since = (buffer.end() - start) * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ);
        open = new Segment(start, System.nanoTime() - Math.max(0, since));
        nextInterimAt = start + FIRST_INTERIM_SAMPLES;
    }

    /** Offers an interim of the open segment if enough audio was received since the last one. */
    void grow() {
        if (open != null && config.interims() && buffer.end() >= nextInterimAt) {
            nextInterimAt = buffer.end() + (open.sent() ? interimStep : Math.min(interimStep, FIRST_TEXT_STEP_SAMPLES));
            lane.offerInterim(new InterimDecode(open));
        }
    }

    /**
     * Speech paused: decodes the segment as if it ended at {@code end}, so that the final is ready if it does. If
     * speech resumes, the result counts as an interim.
     */
    void pause(long end) {
        Segment segment = open;
        if (segment != null && config.interims()) {
            provisional = new FinalDecode(segment, buffer.slice(segment.start(), end), end);
            nextInterimAt = buffer.end() + interimStep;
            lane.offerInterim(provisional);
        }
    }

    /** Closes the open segment and schedules its final. */
    void close(long end, EndReason reason) {
        Segment segment = open;
        if (segment == null) {
            throw new IllegalStateException("no segment is open");
        }
        open = null;
        segment.close();
        backlog += end - segment.start();
        FinalDecode decode = provisional;
        provisional = null;
        if (decode == null || decode.end != end || !decode.makeFinal(reason)) {
            decode = new FinalDecode(segment, buffer.slice(segment.start(), end), end);
            decode.reason = reason;
            lane.submitFinal(decode);
        }
        pendingFinals.add(decode);
        buffer.discardBefore(end);
    }

    private void interimDecoded(Segment segment, long end, Transcript transcript) {
        // A repetition is a hallucination and must not become settled.
        if (segment.closed() || RepetitionFilter.isRepetitive(transcript.text())) {
            return;
        }
        Segment.Text text = segment.interim(transcript, end);
        if (text != null) {
            if (!segment.sent()) {
                // Before the first text, interims were decoded more often than the client requested.
                nextInterimAt = Math.max(nextInterimAt, end + interimStep);
            }
            outcome.onText(segment, text, end, null);
        }
    }

    /** Delivers finals in the order of the audio. A segment that was decoded before an earlier one waits for it. */
    private void deliverFinals() {
        FinalDecode next = pendingFinals.peek();
        while (next != null && next.transcript != null) {
            pendingFinals.remove();
            finalDecoded(
                    next.segment,
                    next.end,
                    Objects.requireNonNull(next.reason, "a pending final has a reason"),
                    Objects.requireNonNull(next.transcript));
            next = pendingFinals.peek();
        }
    }

    private void finalDecoded(Segment segment, long end, EndReason reason, Transcript transcript) {
        backlog -= end - segment.start();
        Segment.Text text = segment.finish(transcript, end);
        outcome.onFinal(end);
        if (segment.sent() || !text.text().isEmpty()) {
            outcome.onText(segment, text, end, reason);
        }
    }

    private void failed(RuntimeException failure) {
        outcome.onFailed(
                failure instanceof EngineException known
                        ? known
                        : new EngineException("the decode failed: " + failure.getMessage(), failure));
    }

    /** Decodes the audio received so far of an open segment. */
    private final class InterimDecode implements DecodeTask {

        private final Segment segment;
        private volatile long end;

        InterimDecode(Segment segment) {
            this.segment = segment;
        }

        @Override
        public @Nullable Window window() {
            end = Math.min(buffer.end(), segment.start() + SpeechEngine.MAX_WINDOW_SAMPLES);
            float[] samples = segment.closed() ? null : buffer.sliceIfPresent(segment.start(), end);
            return samples == null
                    ? null
                    : new Window(
                            samples,
                            config.request(segment.language(), Effort.INTERIM, segment.draft(), segment.settled()));
        }

        @Override
        public void onDecoded(Transcript transcript) {
            session.accept(() -> interimDecoded(segment, end, transcript));
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> failed(failure));
        }
    }

    /** Decodes a whole segment. The result is its final once a reason is set, and an interim before. */
    private final class FinalDecode implements DecodeTask {

        private final Segment segment;
        private final float[] samples;
        private final long end;
        private @Nullable EndReason reason;
        private volatile @Nullable Transcript transcript;

        FinalDecode(Segment segment, float[] samples, long end) {
            this.segment = segment;
            this.samples = samples;
            this.end = end;
        }

        /** Turns this provisional decode into the segment's final. Returns false if the decode was dropped. */
        boolean makeFinal(EndReason endReason) {
            reason = endReason;
            boolean promoted = lane.promote(this);
            boolean decoded = transcript != null;
            if (decoded) {
                // Runs after the queued steps, which may deliver finals of earlier segments.
                session.accept(this::deliver);
            }
            return promoted || decoded;
        }

        private void deliver() {
            Transcript result = transcript;
            if (reason == null && result != null) {
                interimDecoded(segment, end, result);
            } else {
                deliverFinals();
            }
        }

        @Override
        public Window window() {
            return new Window(
                    samples, config.request(segment.language(), Effort.FINAL, segment.draft(), segment.settled()));
        }

        @Override
        public void onDecoded(Transcript result) {
            transcript = result;
            session.accept(this::deliver);
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> failed(failure));
        }
    }
}
