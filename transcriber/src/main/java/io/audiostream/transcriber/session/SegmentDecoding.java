package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.LoopGuard;
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
 * The segments of a session on their way to the decoder and back: the one that is open, and those whose finals are
 * awaited. Used on the session's executor only, to which what the decode workers find is handed over.
 */
final class SegmentDecoding {

    /** Less than this, from a segment's start, is not worth an interim: Whisper guesses. */
    private static final int FIRST_INTERIM_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 800 / 1_000;

    /** Until something is shown, more often. */
    private static final int FIRST_STEP_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 100 / 1_000;

    /** What becomes of a decode; called on the session's executor. */
    interface Outcome {

        /** Something is to be shown of a segment. */
        void onText(Segment segment, Segment.Text text, long end, @Nullable EndReason reason);

        /** A segment is final, whether there was text in it or not. */
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

    /** What is decoded for good, in the order of the audio. */
    private final Queue<FinalDecode> awaited = new ArrayDeque<>();

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

    /** Whether no segment is open and no final awaited. */
    boolean idle() {
        return open == null && awaited.isEmpty();
    }

    boolean hasOpenSegment() {
        return open != null;
    }

    boolean awaitsFinals() {
        return !awaited.isEmpty();
    }

    /** Samples whose finals are awaited. */
    long backlog() {
        return backlog;
    }

    void open(long start) {
        // What is in the buffer after the start was received since, if it came at the pace of speech.
        long since = (buffer.end() - start) * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ);
        open = new Segment(start, System.nanoTime() - Math.max(0, since));
        nextInterimAt = start + FIRST_INTERIM_SAMPLES;
    }

    /** Audio has come: what is open may be worth another interim. */
    void grow() {
        if (open != null && config.interims() && buffer.end() >= nextInterimAt) {
            nextInterimAt = buffer.end() + (open.shown() ? interimStep : Math.min(interimStep, FIRST_STEP_SAMPLES));
            lane.offerInterim(new InterimDecode(open));
        }
    }

    /**
     * Nobody speaks any more, for now: the segment is decoded as it will be if it ends at {@code end}, so that its
     * final is there when it does. If the speech goes on, it was an interim.
     */
    void pause(long end) {
        Segment segment = open;
        if (segment != null && config.interims()) {
            provisional = new FinalDecode(segment, buffer.slice(segment.start(), end), end);
            nextInterimAt = buffer.end() + interimStep;
            lane.offerInterim(provisional);
        }
    }

    /** Closes the open segment and has it decoded for good. */
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
        awaited.add(decode);
        buffer.discardBefore(end);
    }

    private void interimDecoded(Segment segment, long end, Transcript transcript) {
        // What loops is no text, and must not become settled.
        if (segment.closed() || LoopGuard.looping(transcript.text())) {
            return;
        }
        Segment.Text text = segment.interim(transcript, end);
        if (text != null) {
            if (!segment.shown()) {
                // It was looked for more often than the client wants to hear of it.
                nextInterimAt = Math.max(nextInterimAt, end + interimStep);
            }
            outcome.onText(segment, text, end, null);
        }
    }

    /** Later segments may have been decoded first; their finals wait. */
    private void deliverFinals() {
        for (FinalDecode next = awaited.peek(); next != null && next.found != null; next = awaited.peek()) {
            awaited.remove();
            finalDecoded(
                    next.segment,
                    next.end,
                    Objects.requireNonNull(next.reason, "finals have one"),
                    Objects.requireNonNull(next.found));
        }
    }

    private void finalDecoded(Segment segment, long end, EndReason reason, Transcript transcript) {
        backlog -= end - segment.start();
        Segment.Text text = segment.finish(transcript, end);
        outcome.onFinal(end);
        if (segment.shown() || !text.text().isEmpty()) {
            outcome.onText(segment, text, end, reason);
        }
    }

    private void failed(RuntimeException failure) {
        outcome.onFailed(
                failure instanceof EngineException known
                        ? known
                        : new EngineException("the decode failed: " + failure.getMessage(), failure));
    }

    /** Decodes what has been heard of a segment that is still open. */
    private final class InterimDecode implements DecodeTask {

        private final Segment segment;
        private volatile long end;

        InterimDecode(Segment segment) {
            this.segment = segment;
        }

        @Override
        public @Nullable Window window() {
            end = Math.min(buffer.end(), segment.start() + SpeechEngine.MAX_WINDOW_SAMPLES);
            float[] samples = segment.closed() ? null : buffer.sliceIfThere(segment.start(), end);
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

    /** Decodes a whole segment: for good once it has a reason to end, else in case that it ends here. */
    private final class FinalDecode implements DecodeTask {

        private final Segment segment;
        private final float[] samples;
        private final long end;
        private @Nullable EndReason reason;
        private volatile @Nullable Transcript found;

        FinalDecode(Segment segment, float[] samples, long end) {
            this.segment = segment;
            this.samples = samples;
            this.end = end;
        }

        /** Makes what this found, or is about to find, the segment's final; false when it was dropped. */
        boolean makeFinal(EndReason why) {
            reason = why;
            boolean coming = lane.promote(this);
            boolean there = found != null;
            if (there) {
                // After what the steps that wait have to say of the segments before.
                session.accept(this::deliver);
            }
            return coming || there;
        }

        private void deliver() {
            Transcript transcript = found;
            if (reason == null && transcript != null) {
                interimDecoded(segment, end, transcript);
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
        public void onDecoded(Transcript transcript) {
            found = transcript;
            session.accept(this::deliver);
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> failed(failure));
        }
    }
}
