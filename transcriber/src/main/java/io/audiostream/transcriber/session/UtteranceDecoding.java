package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
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

    private final SessionConfig config;
    private final SampleBuffer buffer;
    private final SpeechFrames speech;
    private final DecodeLane lane;
    private final TextOutcome outcome;
    private final SessionDecodes decodes;
    private final GapFiller gapFiller;
    private final LanguageChecker languageChecker;
    private final InterimSchedule interims;
    private final UtteranceQueue utterances = new UtteranceQueue();
    private final TextDelivery delivery;
    private final WindowDecoding windows;
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
            TextOutcome outcome) {
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
        delivery = new TextDelivery(utterances, interims, decodes, outcome);
        windows = new WindowDecoding(
                config.live(), buffer, lane, decodes, gapFiller, languageChecker, delivery, outcome, this::split);
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
        return utterances.backlog(buffer.end(), WindowDecoding.MAX_SAMPLES);
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
        windows.decodeIfFull(utterance);
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
        if (utterance.closed()
                || utterance.decoding()
                || utterance.languageChanges().isDecided(part)) {
            return;
        }
        switch (utterance.languageChanges().judge(part, utterance.language().code(), transcript)) {
            case CHANGED -> split(utterance, part.pause());
            case UNDECIDED -> offerWindow(utterance);
            case SAME -> {
                utterance.languageChanges().decided(part);
                if (transcript.language().equals(utterance.language().code())) {
                    utterance.replaceFrom(part.startMillis(), transcript, part.endMillis());
                    delivery.send(utterance, part.endMillis() * Utterance.SAMPLES_PER_MILLI);
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
        windows.decode(utterance, utterance.end());
        if (next.closed()) {
            windows.decode(next, next.end());
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
                && end - utterance.windowStart() <= WindowDecoding.MAX_SAMPLES) {
            provisional = windows.provisional(utterance, end, this::provisionalDecoded);
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
        if (utterance.decoding()) {
            return; // the pending decode of the window goes on with the rest
        }
        if (decode != null && decode.end() == end.position() && decode.makeFinal()) {
            utterance.decoding(true);
        } else {
            windows.decodeRest(utterance);
        }
    }

    private void interimDecoded(InterimDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        if (utterance.closed() || utterance.decoding() || !utterance.update(decode.used(), transcript, decode.end())) {
            return;
        }
        settleAndSend(utterance, decode.end());
        if (!utterance.decoding()) {
            utterance.text().window().slideIfLong(decode.end() / Utterance.SAMPLES_PER_MILLI);
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
            windows.decode(utterance, end); // the interim follows, with the words that this one skips
        } else {
            delivery.send(utterance, end);
        }
    }
}
