package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.session.LanguageChanges.Part;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the utterances of a session: the open one, and those whose finals are pending. Used on the session's executor
 * only, to which the decode workers hand over their transcripts.
 */
final class UtteranceDecoding {

    /** Maximum window of a decode. Shorter than Whisper's limit of 30 s, so that the end is not at the very edge. */
    static final long MAX_WINDOW_SAMPLES = 28L * SpeechEngine.SAMPLE_RATE_HERTZ;

    /** Minimum window that is decoded for a segment that is too long. */
    private static final long MIN_OVERDUE_WINDOW_SAMPLES = 5L * SpeechEngine.SAMPLE_RATE_HERTZ;

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
    private final SampleBuffer buffer;
    private final SpeechFrames speech;
    private final DecodeLane lane;
    private final Outcome outcome;
    private final SessionDecodes decodes;
    private final GapFiller gapFiller;
    private final LanguageChecker languageChecker;
    private final InterimSchedule interims;
    private final UtteranceQueue utterances = new UtteranceQueue();
    private UtteranceOptions options;
    private @Nullable Utterance open;
    private @Nullable WindowDecode provisional;

    /** @param session runs an action as a step of the session */
    UtteranceDecoding(
            SessionConfig config,
            SampleBuffer buffer,
            SpeechFrames speech,
            DecodeLane lane,
            Consumer<Runnable> session,
            Outcome outcome) {
        this.config = config;
        options = config.utterances();
        interims = new InterimSchedule(options.interimSamples());
        this.buffer = buffer;
        this.speech = speech;
        this.lane = lane;
        this.outcome = outcome;
        decodes = new SessionDecodes(config, buffer, session, outcome::onEvent, outcome::onFailed);
        gapFiller = new GapFiller(decodes, speech, lane, config.exactTimes(), outcome::onEvent);
        languageChecker = new LanguageChecker(decodes, lane);
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
        return utterances.hasClosed();
    }

    /** Returns the number of samples that wait for a decode, beyond the window of an open utterance. */
    long backlog() {
        return utterances.backlog(buffer.end(), MAX_WINDOW_SAMPLES);
    }

    /** Returns the position of the first sample that a decode may still read, at most {@code limit}. */
    long neededFrom(long limit) {
        return utterances.neededFrom(limit);
    }

    /** Changes how the utterances are transcribed that open from now on. */
    void configure(UtteranceOptions changed) {
        options = changed;
    }

    void open(long start) {
        // Estimates the time at which the first sample was received, as if the client sent in real time.
        long since = (buffer.end() - start) * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ);
        open = new Utterance(start, System.nanoTime() - Math.max(0, since), options, speech);
        utterances.add(open);
        interims.step(options.interimSamples());
        interims.opened(start);
    }

    /** Speech goes on: offers an interim if enough audio was received since the last one. */
    void grow() {
        Utterance utterance = open;
        if (utterance == null) {
            return;
        }
        decodeFullWindow(utterance);
        if (utterance.options().interims() && interims.isDue(buffer.end())) {
            interims.offered(buffer.end(), utterance.segment().sent());
            offerInterim(utterance);
        }
    }

    /** Offers a decode of the window, or once after each pause in it of the speech after the pause. */
    private void offerInterim(Utterance utterance) {
        long endMillis = buffer.end() / Utterance.SAMPLES_PER_MILLI;
        Optional<Part> part = utterance.language().code().isEmpty()
                ? Optional.empty()
                : utterance.languageChanges().due(endMillis);
        part.ifPresentOrElse(
                due -> languageChecker.offer(utterance, due, (decoded, text) -> partDecoded(utterance, decoded, text)),
                () -> offerWindow(utterance));
    }

    private void offerWindow(Utterance utterance) {
        lane.offerInterim(new InterimDecode(decodes, buffer, utterance, this::interimDecoded));
    }

    /** Processes the decode of the speech after a pause. */
    private void partDecoded(Utterance utterance, Part part, Transcript transcript) {
        if (utterance.closed() || utterance.decoding()) {
            return;
        }
        switch (utterance.languageChanges().judge(part, utterance.language().code(), transcript)) {
            case CHANGED -> split(utterance, part.pause());
            case UNDECIDED -> offerWindow(utterance);
            case SAME -> {
                utterance.languageChanges().decided(part);
                if (transcript.language().equals(utterance.language().code())) {
                    utterance.replaceFrom(part.startMillis(), transcript, part.endMillis());
                    send(utterance, part.endMillis() * Utterance.SAMPLES_PER_MILLI);
                } else {
                    offerWindow(utterance);
                }
            }
        }
    }

    /** Parts an utterance in a pause after which the speaker goes on in another language. */
    private void split(Utterance utterance, SpeechFrames.Pause pause) {
        Utterance next = utterance.splitIn(pause, speech);
        utterances.addAfter(utterance, next);
        outcome.onEvent(TextEvent.LANGUAGE_CHANGED);
        submit(utterance, utterance.end());
        if (next.closed()) {
            submit(next, next.end());
        } else {
            open = next;
            provisional = null;
            interims.opened(next.windowStart());
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
            provisional = windowDecode(utterance, end);
            interims.offered(buffer.end(), true);
            lane.offerInterim(provisional);
        }
    }

    /** Closes the open utterance and schedules its final. */
    void close(UtteranceEnd end) {
        Utterance utterance = open;
        if (utterance == null) {
            throw new IllegalStateException("no utterance is open");
        }
        open = null;
        utterance.close(end);
        WindowDecode decode = provisional;
        provisional = null;
        if (decode != null && decode.end() == end.position() && decode.makeFinal()) {
            utterance.decoding(true);
        } else {
            decodeRest(utterance);
        }
    }

    /** Decodes the window of an open utterance whose interims did not settle words in time. */
    private void decodeFullWindow(Utterance utterance) {
        if (!utterance.decoding() && mustProgress(utterance, buffer.end())) {
            submit(utterance, buffer.end());
        }
    }

    /** Returns whether the window of an open utterance must advance: it is full, or its segment is too long. */
    private boolean mustProgress(Utterance utterance, long to) {
        long segment = to - utterance.segment().start();
        long window = to - utterance.windowStart();
        boolean overdue = config.live()
                && segment >= (utterance.options().maxSegmentMillis() + CUT_GRACE_MILLIS) * Utterance.SAMPLES_PER_MILLI
                && window >= MIN_OVERDUE_WINDOW_SAMPLES;
        return overdue || window >= MAX_WINDOW_SAMPLES;
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
        lane.submitFinal(windowDecode(utterance, Math.min(to, utterance.windowStart() + MAX_WINDOW_SAMPLES))
                .asFinal());
    }

    private WindowDecode windowDecode(Utterance utterance, long end) {
        return new WindowDecode(decodes, lane, utterance, end, this::windowDecoded, this::provisionalDecoded);
    }

    private void interimDecoded(InterimDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        if (utterance.closed() || utterance.decoding() || !utterance.update(decode.used(), transcript, decode.end())) {
            return;
        }
        settleAndSend(utterance, decode.end());
        if (!utterance.decoding()) {
            utterance.text().slideIfLong(decode.end() / Utterance.SAMPLES_PER_MILLI);
            utterance.publish();
        }
    }

    /** Processes the decode of a window that may go on: an interim. */
    private void provisionalDecoded(WindowDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        if (!utterance.closed() && !utterance.decoding() && utterance.update(decode.used(), transcript, decode.end())) {
            settleAndSend(utterance, decode.end());
        }
    }

    private void settleAndSend(Utterance utterance, long end) {
        boolean skipsSpeech = gapFiller.skipsSpeech(utterance, end / Utterance.SAMPLES_PER_MILLI);
        if (skipsSpeech) {
            utterance.text().forgetHypotheses();
        } else if (utterance.language().isFixed() && !utterance.text().mayHaveLoop()) {
            // A repetition loop is probably a hallucination and must not become settled.
            long endMillis = end / Utterance.SAMPLES_PER_MILLI;
            utterance.text().settleAgreed(endMillis, utterance.languageChanges().undecidedMillis(endMillis));
        }
        if (skipsSpeech && utterance.language().isFixed()) {
            submit(utterance, end); // the interim follows, with the words that this one skips
        } else {
            send(utterance, end);
        }
    }

    /** Sends an interim, if it differs from the last one. */
    private void send(Utterance utterance, long end) {
        utterance.publish();
        count(TextEvent.SEGMENT_CUT, utterance.cutSegments(end));
        utterances.deliver(outcome::onFinal);
        if (!utterances.isFirst(utterance)) {
            return; // an earlier utterance comes first
        }
        Segment segment = utterance.segment();
        var text = new SegmentText(
                utterance.text().shownSegment(), utterance.text().settledInSegment());
        boolean visible = utterance.language().plausible(decodes.likelyLanguage(utterance.options())) || segment.sent();
        if (utterance.options().interims()
                && visible
                && segment.changes(text)
                && (segment.sent() || !text.text().isEmpty())) {
            if (!segment.sent()) {
                interims.firstTextSent(end);
            }
            outcome.onInterim(segment, text, utterance.language(), end);
        }
    }

    /** Processes the decode of a whole window, in which no speech may be without a token. */
    private void windowDecoded(WindowDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        long windowStart = decode.used().windowStartMillis();
        if (windowStart != utterance.text().windowStartMillis()) {
            submit(utterance, utterance.closed() ? utterance.end() : buffer.end());
            return;
        }
        languageChecker.check(
                utterance,
                transcript,
                windowStart,
                decode.end() / Utterance.SAMPLES_PER_MILLI,
                () -> completeWindow(decode, transcript),
                pause -> split(utterance, pause));
    }

    private void completeWindow(WindowDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        if (!utterance.update(decode.used(), transcript, decode.end())) {
            utterance.replaceHypothesis(decode.used(), transcript, decode.end());
        }
        long windowEnd = decode.end() / Utterance.SAMPLES_PER_MILLI;
        gapFiller.complete(utterance, transcript, windowEnd, () -> windowComplete(utterance, decode.end()));
    }

    private void windowComplete(Utterance utterance, long end) {
        utterance.decoding(false);
        if (utterance.closed() && end == utterance.end()) {
            count(TextEvent.SEGMENT_CUT, utterance.finish());
            decodes.likelyLanguage(utterance.language().code());
        } else {
            utterance.language().fix();
            if (!utterance.closed()) {
                send(utterance, end); // also the words that interims skipped
            }
            boolean force = mustProgress(utterance, end);
            if (!utterance.settleWindow(end, force) && force) {
                outcome.onEvent(TextEvent.WINDOW_FORCED);
            }
            count(TextEvent.SEGMENT_CUT, utterance.cutSegments(end));
            if (utterance.closed()) {
                decodeRest(utterance);
            }
        }
        utterance.publish();
        utterances.deliver(outcome::onFinal);
        outcome.onProgress();
    }

    private void count(TextEvent event, int times) {
        for (int i = 0; i < times; i++) {
            outcome.onEvent(event);
        }
    }
}
