package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import java.util.function.BiConsumer;

/**
 * Decodes whole windows: those of utterances that have ended, and of an open one if it must progress. No speech in them
 * stays without words. Used on the session's executor only.
 */
final class WindowDecoding {

    /** Maximum window of a decode. Shorter than Whisper's limit of 30 s, so that the end is not at the very edge. */
    static final long MAX_SAMPLES = 28L * SpeechEngine.SAMPLE_RATE_HERTZ;

    /** Minimum window that is decoded for a segment that is too long. */
    private static final long MIN_OVERDUE_SAMPLES = 5L * SpeechEngine.SAMPLE_RATE_HERTZ;

    /** Time, in ms, after which a segment over its maximum length ends even if its words are not settled yet. */
    private static final long CUT_GRACE_MILLIS = 4_000;

    private final boolean live;
    private final SampleBuffer buffer;
    private final DecodeLane lane;
    private final SessionDecodes decodes;
    private final GapFiller gapFiller;
    private final LanguageChecker languageChecker;
    private final TextDelivery delivery;
    private final TextOutcome outcome;
    private final BiConsumer<Utterance, SpeechFrames.Pause> onLanguageChanged;

    /**
     * @param live whether segments must not become much longer than their maximum
     * @param onLanguageChanged called with a pause after which the speaker goes on in another language
     */
    WindowDecoding(
            boolean live,
            SampleBuffer buffer,
            DecodeLane lane,
            SessionDecodes decodes,
            GapFiller gapFiller,
            LanguageChecker languageChecker,
            TextDelivery delivery,
            TextOutcome outcome,
            BiConsumer<Utterance, SpeechFrames.Pause> onLanguageChanged) {
        this.live = live;
        this.buffer = buffer;
        this.lane = lane;
        this.decodes = decodes;
        this.gapFiller = gapFiller;
        this.languageChecker = languageChecker;
        this.delivery = delivery;
        this.outcome = outcome;
        this.onLanguageChanged = onLanguageChanged;
    }

    /** Decodes the window of an open utterance whose interims did not settle words in time. */
    void decodeIfFull(Utterance utterance) {
        if (!utterance.decoding() && mustProgress(utterance, buffer.end())) {
            decode(utterance, buffer.end());
        }
    }

    /** Decodes what is left of an utterance that has ended, one window after another. */
    void decodeRest(Utterance utterance) {
        if (!utterance.decoding()) {
            decode(utterance, utterance.end());
        }
    }

    /** Decodes the window up to a position, at most {@link #MAX_SAMPLES} of it. */
    void decode(Utterance utterance, long to) {
        if (to <= utterance.windowStart()) {
            // The window left all audio up to there behind: what interims read since lies after it.
            utterance.text().removeHypothesis();
            complete(utterance, to);
            return;
        }
        utterance.decoding(true);
        utterance.publish(); // a worker may read the window at once
        long end = Math.min(to, utterance.windowStart() + MAX_SAMPLES);
        lane.submitFinal(provisional(utterance, end, (_, _) -> {}).asFinal());
    }

    /**
     * Makes a decode that may become the final one of the window.
     *
     * @param onProvisional called with the transcript while it is not
     */
    WindowDecode provisional(Utterance utterance, long end, BiConsumer<WindowDecode, Transcript> onProvisional) {
        return new WindowDecode(decodes, lane, utterance, end, this::decoded, onProvisional);
    }

    /** Returns whether the window of an open utterance must advance: it is full, or its segment is too long. */
    private boolean mustProgress(Utterance utterance, long to) {
        long segment = to - utterance.segment().start();
        long window = to - utterance.windowStart();
        boolean overdue = live
                && segment >= (utterance.options().maxSegmentMillis() + CUT_GRACE_MILLIS) * Utterance.SAMPLES_PER_MILLI
                && window >= MIN_OVERDUE_SAMPLES;
        return overdue || window >= MAX_SAMPLES;
    }

    private void decoded(WindowDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        long windowStart = decode.used().windowStartMillis();
        if (windowStart != utterance.text().window().startMillis()) {
            decode(utterance, utterance.closed() ? utterance.end() : buffer.end());
            return;
        }
        languageChecker.check(
                utterance,
                transcript,
                windowStart,
                decode.end() / Utterance.SAMPLES_PER_MILLI,
                () -> fillGaps(decode, transcript),
                pause -> onLanguageChanged.accept(utterance, pause));
    }

    private void fillGaps(WindowDecode decode, Transcript transcript) {
        Utterance utterance = decode.utterance();
        if (!utterance.update(decode.used(), transcript, decode.end())) {
            utterance.replaceHypothesis(decode.used(), transcript, decode.end());
        }
        long windowEnd = decode.end() / Utterance.SAMPLES_PER_MILLI;
        gapFiller.complete(utterance, transcript, windowEnd, () -> complete(utterance, decode.end()));
    }

    private void complete(Utterance utterance, long end) {
        utterance.decoding(false);
        // A decode that began in the pause that ends the utterance goes on beyond its end.
        if (utterance.closed() && end >= utterance.end()) {
            delivery.countCuts(utterance.finish());
            decodes.likelyLanguage(utterance.language().code());
        } else {
            progress(utterance, end);
        }
        delivery.deliver(utterance);
        outcome.onProgress();
    }

    /** Settles the words of a window, and leaves it behind. */
    private void progress(Utterance utterance, long end) {
        utterance.language().fix();
        if (!utterance.closed()) {
            delivery.send(utterance, end); // also the words that interims skipped
        }
        boolean force = mustProgress(utterance, end);
        if (!utterance.settleWindow(end, force) && force) {
            outcome.onEvent(TextEvent.WINDOW_FORCED);
        }
        delivery.countCuts(utterance.cutSegments(end));
        if (utterance.closed()) {
            decodeRest(utterance);
        }
    }
}
