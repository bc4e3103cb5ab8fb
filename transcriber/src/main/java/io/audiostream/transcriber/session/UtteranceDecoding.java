package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.scheduling.DecodeTask;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the utterances of a session: the open one, and those whose finals are pending. Used on the session's executor
 * only, to which the decode workers hand over their transcripts.
 */
final class UtteranceDecoding {

    /** Minimum audio of an interim. Whisper hallucinates on less. */
    private static final int FIRST_INTERIM_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 800 / 1_000;

    /** Audio between two interims until the first text of the segment is sent. */
    private static final int FIRST_TEXT_STEP_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 100 / 1_000;

    /** Maximum window of a decode. Shorter than Whisper's limit of 30 s, so that the end is not at the very edge. */
    private static final long MAX_WINDOW_SAMPLES = 28L * SpeechEngine.SAMPLE_RATE_HERTZ;

    /** Time, in ms, after which a segment over its maximum length ends even if its words are not settled yet. */
    private static final long CUT_GRACE_MILLIS = 4_000;

    /** Receives the outcome of decodes. Called on the session's executor. */
    interface Outcome {

        /** Called with an interim to send. */
        void onInterim(Segment segment, SegmentText text, SpokenLanguage language, long end);

        /** Called when a segment ended, with or without text. */
        void onFinal(Utterance.ReadyFinal result, SpokenLanguage language);

        /** Called when decoded audio left the backlog. */
        void onProgress();

        void onEvent(TextEvent event);

        void onFailed(EngineException failure);
    }

    private final SessionConfig config;
    private final long interimStep;
    private final long maxSegmentMillis;
    private final SampleBuffer buffer;
    private final SpeechFrames speech;
    private final DecodeLane lane;
    private final Consumer<Runnable> session;
    private final Outcome outcome;

    /** In the order of the audio. Only the last one can be open. */
    private final Deque<Utterance> utterances = new ArrayDeque<>();

    private @Nullable Utterance open;
    private @Nullable WindowDecode provisional;

    /** Language of the last final. Decode workers read it. */
    private volatile @Nullable String likelyLanguage;

    private long nextInterimAt;

    /** @param session runs an action as a step of the session */
    UtteranceDecoding(
            SessionConfig config,
            SampleBuffer buffer,
            SpeechFrames speech,
            DecodeLane lane,
            Consumer<Runnable> session,
            Outcome outcome) {
        this.config = config;
        interimStep = config.interimInterval().toMillis() * Utterance.SAMPLES_PER_MILLI;
        maxSegmentMillis = config.endpointing().maxSegment().toMillis();
        this.buffer = buffer;
        this.speech = speech;
        this.lane = lane;
        this.session = session;
        this.outcome = outcome;
    }

    /** Returns whether no utterance is open and no final is pending. */
    boolean idle() {
        return utterances.isEmpty();
    }

    boolean hasOpenUtterance() {
        return open != null;
    }

    /** Returns whether an utterance that has ended waits for its finals. */
    boolean hasPendingFinals() {
        return utterances.stream().anyMatch(Utterance::closed);
    }

    /** Returns the number of samples that wait for a decode, beyond the window of an open utterance. */
    long backlog() {
        long sum = 0;
        for (Utterance utterance : utterances) {
            sum += utterance.closed()
                    ? utterance.end() - utterance.windowStart()
                    : Math.max(0, buffer.end() - utterance.windowStart() - MAX_WINDOW_SAMPLES);
        }
        return sum;
    }

    /** Returns the position of the first sample that a decode may still read, at most {@code limit}. */
    long neededFrom(long limit) {
        long first = limit;
        for (Utterance utterance : utterances) {
            first = Math.min(first, utterance.windowStart());
        }
        return first;
    }

    void open(long start) {
        // Estimates the time at which the first sample was received, as if the client sent in real time.
        long since = (buffer.end() - start) * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ);
        open = new Utterance(start, System.nanoTime() - Math.max(0, since), config.language());
        utterances.add(open);
        nextInterimAt = start + FIRST_INTERIM_SAMPLES;
    }

    /** Speech goes on: offers an interim if enough audio was received since the last one. */
    void grow() {
        Utterance utterance = open;
        if (utterance == null) {
            return;
        }
        decodeFullWindow(utterance);
        if (config.interims() && buffer.end() >= nextInterimAt) {
            boolean sent = utterance.segment().sent();
            nextInterimAt = buffer.end() + (sent ? interimStep : Math.min(interimStep, FIRST_TEXT_STEP_SAMPLES));
            lane.offerInterim(new InterimDecode(utterance));
        }
    }

    /**
     * Speech paused: decodes the utterance as if it ended at {@code end}, so that the final is ready if it does. If
     * speech resumes, the result counts as an interim.
     */
    void pause(long end) {
        Utterance utterance = open;
        if (utterance != null
                && config.live()
                && !utterance.decoding()
                && end - utterance.windowStart() <= MAX_WINDOW_SAMPLES) {
            provisional = new WindowDecode(utterance, end);
            nextInterimAt = buffer.end() + interimStep;
            lane.offerInterim(provisional);
        }
    }

    /** Closes the open utterance and schedules its final. */
    void close(long end, EndReason reason) {
        Utterance utterance = open;
        if (utterance == null) {
            throw new IllegalStateException("no utterance is open");
        }
        open = null;
        utterance.close(end, reason);
        WindowDecode decode = provisional;
        provisional = null;
        if (decode != null && decode.end == end && decode.makeFinal()) {
            utterance.decoding(true);
        } else {
            decodeRest(utterance);
        }
    }

    /** Decodes the window of an open utterance whose interims did not settle words in time. */
    private void decodeFullWindow(Utterance utterance) {
        long cutAt = utterance.segment().start() + (maxSegmentMillis + CUT_GRACE_MILLIS) * Utterance.SAMPLES_PER_MILLI;
        boolean overdue = config.live() && buffer.end() >= cutAt;
        if (!utterance.decoding() && (overdue || buffer.end() - utterance.windowStart() >= MAX_WINDOW_SAMPLES)) {
            submit(utterance, buffer.end());
        }
    }

    /** Decodes what is left of an utterance that has ended, one window after another. */
    private void decodeRest(Utterance utterance) {
        if (!utterance.decoding()) {
            submit(utterance, utterance.end());
        }
    }

    private void submit(Utterance utterance, long to) {
        utterance.decoding(true);
        utterance.publish(); // a worker may read the window at once
        lane.submitFinal(
                new WindowDecode(utterance, Math.min(to, utterance.windowStart() + MAX_WINDOW_SAMPLES)).asFinal());
    }

    private void interimDecoded(InterimDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance;
        if (utterance.closed() || utterance.decoding() || !utterance.update(decode.used, transcript, decode.end)) {
            return;
        }
        settleAndSend(utterance, decode.end);
        utterance.text().slideIfLong(decode.end / Utterance.SAMPLES_PER_MILLI);
        utterance.publish();
    }

    private void settleAndSend(Utterance utterance, long end) {
        // A repetition loop is probably a hallucination and must not become settled.
        if (utterance.language().isFixed() && !utterance.text().mayHaveLoop()) {
            utterance.text().settleAgreed(end / Utterance.SAMPLES_PER_MILLI);
        }
        utterance.publish();
        count(TextEvent.SEGMENT_CUT, utterance.cutSegments(end, maxSegmentMillis));
        deliver();
        if (utterances.peek() != utterance) {
            return; // an earlier utterance comes first
        }
        Segment segment = utterance.segment();
        var text = new SegmentText(utterance.text().segment(), utterance.text().settledInSegment());
        boolean visible = utterance.language().plausible(likelyLanguage) || segment.sent();
        if (config.interims()
                && visible
                && segment.changes(text)
                && (segment.sent() || !text.text().isEmpty())) {
            if (!segment.sent()) {
                // Before the first text, interims were decoded more often than the client requested.
                nextInterimAt = Math.max(nextInterimAt, end + interimStep);
            }
            outcome.onInterim(segment, text, utterance.language(), end);
        }
    }

    /** Processes the decode of a whole window, in which no speech may be without a token. */
    private void windowDecoded(WindowDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance;
        if (decode.used.windowStartMillis() != utterance.text().windowStartMillis()
                || !utterance.update(decode.used, transcript, decode.end)) {
            submit(utterance, utterance.closed() ? utterance.end() : buffer.end());
            return;
        }
        long endMillis = decode.end / Utterance.SAMPLES_PER_MILLI;
        if (doubtful(transcript, decode.used.windowStartMillis(), endMillis)) {
            outcome.onEvent(TextEvent.DROPPED);
            utterance.text().removeHypothesis();
            windowComplete(decode);
            return;
        }
        if (transcript.ending() == Transcript.Ending.TOKEN_LIMIT) {
            outcome.onEvent(TextEvent.TOKEN_LIMIT);
        }
        if (utterance.text().removeLoops()) {
            outcome.onEvent(TextEvent.LOOP);
        }
        fillGaps(decode, decode.used.windowStartMillis());
    }

    /** Decodes the first stretch of speech without a token after a time, if there is one, and then the next. */
    private void fillGaps(WindowDecode decode, long fromMillis) {
        Utterance utterance = decode.utterance;
        utterance
                .text()
                .gap(
                        fromMillis,
                        decode.end / Utterance.SAMPLES_PER_MILLI,
                        Gap.minSpeechMillis(config.exactTimes()),
                        this::speechMillis)
                .ifPresentOrElse(gap -> lane.submitFinal(new GapDecode(decode, gap)), () -> windowComplete(decode));
    }

    private long speechMillis(long fromMillis, long toMillis) {
        return speech.speechBetween(fromMillis * Utterance.SAMPLES_PER_MILLI, toMillis * Utterance.SAMPLES_PER_MILLI)
                / Utterance.SAMPLES_PER_MILLI;
    }

    private void gapDecoded(GapDecode decode, Transcript transcript) {
        Gap gap = decode.gap;
        boolean loop = RepetitionFilter.withoutLoops(transcript.tokens()).size()
                < transcript.tokens().size();
        if (loop && gap.canShorten()) {
            lane.submitFinal(new GapDecode(decode.window, gap.shortened()));
            return;
        }
        List<Token> words = doubtful(transcript, gap.startMillis(), gap.decodedEndMillis())
                ? List.of()
                : gap.wholeWords(Utterance.absolute(transcript.tokens(), gap.startMillis(), gap.decodedEndMillis()));
        decode.window.utterance.text().fill(gap, words);
        outcome.onEvent(words.isEmpty() ? TextEvent.GAP_WITHOUT_WORDS : TextEvent.GAP_FILLED);
        fillGaps(decode.window, gap.resume(words));
    }

    /** Returns whether both the model and the speech detector doubt that there is speech. */
    private boolean doubtful(Transcript transcript, long fromMillis, long toMillis) {
        return RepetitionFilter.doubtsSpeech(transcript)
                && 2 * speechMillis(fromMillis, toMillis) < toMillis - fromMillis;
    }

    private void windowComplete(WindowDecode decode) {
        Utterance utterance = decode.utterance;
        utterance.decoding(false);
        if (utterance.closed() && decode.end == utterance.end()) {
            count(TextEvent.SEGMENT_CUT, utterance.finish(maxSegmentMillis));
            likelyLanguage = utterance.language().code();
        } else {
            utterance.language().fix();
            if (!utterance.text().settleWindow(decode.end / Utterance.SAMPLES_PER_MILLI)) {
                outcome.onEvent(TextEvent.WINDOW_FORCED);
            }
            count(TextEvent.SEGMENT_CUT, utterance.cutSegments(decode.end, maxSegmentMillis));
            if (utterance.closed()) {
                decodeRest(utterance);
            }
        }
        utterance.publish();
        deliver();
        outcome.onProgress();
    }

    private void count(TextEvent event, int times) {
        for (int i = 0; i < times; i++) {
            outcome.onEvent(event);
        }
    }

    /** Delivers finals in the order of the audio. An utterance that was decoded before an earlier one waits for it. */
    private void deliver() {
        Utterance first = utterances.peek();
        while (first != null) {
            Utterance.ReadyFinal ready = first.ready().poll();
            while (ready != null) {
                outcome.onFinal(ready, first.language());
                ready = first.ready().poll();
            }
            if (!first.complete()) {
                return;
            }
            utterances.remove();
            first = utterances.peek();
        }
    }

    private void failed(RuntimeException failure) {
        outcome.onFailed(
                failure instanceof EngineException known
                        ? known
                        : new EngineException("the decode failed: " + failure.getMessage(), failure));
    }

    /** Decodes the newest window of an open utterance. */
    private final class InterimDecode implements DecodeTask {

        private final Utterance utterance;
        private volatile UtteranceText.Snapshot used;
        private volatile long end;

        InterimDecode(Utterance utterance) {
            this.utterance = utterance;
            used = utterance.snapshot();
        }

        @Override
        public @Nullable Window window() {
            used = utterance.snapshot();
            long start = used.windowStartMillis() * Utterance.SAMPLES_PER_MILLI;
            end = Math.min(buffer.end(), start + MAX_WINDOW_SAMPLES);
            float[] samples = utterance.closed() || end <= start ? null : buffer.sliceIfPresent(start, end);
            return samples == null ? null : new Window(samples, request(utterance, Effort.INTERIM, used.context()));
        }

        @Override
        public void onDecoded(Transcript transcript) {
            session.accept(() -> interimDecoded(this, transcript));
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> failed(failure));
        }
    }

    private DecodeRequest request(Utterance utterance, Effort effort, DecodeContext context) {
        return config.request(utterance.language().fixed(), likelyLanguage, effort, context);
    }

    /**
     * Decodes a whole window, which stays in the buffer until then. The result is an interim as long as the decode is
     * not final.
     */
    private final class WindowDecode implements DecodeTask {

        private final Utterance utterance;
        private final long end;
        private volatile UtteranceText.Snapshot used;
        private boolean isFinal;
        private boolean processed;
        private volatile @Nullable Transcript transcript;

        WindowDecode(Utterance utterance, long end) {
            this.utterance = utterance;
            this.end = end;
            used = utterance.snapshot();
        }

        WindowDecode asFinal() {
            isFinal = true;
            return this;
        }

        /** Turns this provisional decode into the final one. Returns false if the decode was dropped. */
        boolean makeFinal() {
            isFinal = true;
            boolean promoted = lane.promote(this);
            boolean decoded = transcript != null;
            if (decoded) {
                // Runs after the queued steps, which may deliver finals of earlier utterances.
                session.accept(this::process);
            }
            return promoted || decoded;
        }

        private void process() {
            Transcript result = transcript;
            if (result == null) {
                return;
            }
            if (isFinal) {
                // A step that was queued before the decode became final may come second.
                if (!processed) {
                    processed = true;
                    windowDecoded(this, result);
                }
            } else if (!utterance.closed() && !utterance.decoding() && utterance.update(used, result, end)) {
                settleAndSend(utterance, end);
            }
        }

        @Override
        public Window window() {
            used = utterance.snapshot();
            long start = used.windowStartMillis() * Utterance.SAMPLES_PER_MILLI;
            return new Window(buffer.slice(start, end), request(utterance, Effort.FINAL, used.context()));
        }

        @Override
        public void onDecoded(Transcript result) {
            transcript = result;
            session.accept(this::process);
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> failed(failure));
        }
    }

    /** Decodes speech that the decode of its window skipped. */
    private final class GapDecode implements DecodeTask {

        private final WindowDecode window;
        private final Gap gap;

        GapDecode(WindowDecode window, Gap gap) {
            this.window = window;
            this.gap = gap;
        }

        @Override
        public Window window() {
            return new Window(
                    buffer.slice(
                            gap.startMillis() * Utterance.SAMPLES_PER_MILLI,
                            gap.decodedEndMillis() * Utterance.SAMPLES_PER_MILLI),
                    request(window.utterance, Effort.FINAL, DecodeContext.NONE));
        }

        @Override
        public void onDecoded(Transcript transcript) {
            session.accept(() -> gapDecoded(this, transcript));
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> failed(failure));
        }
    }
}
