package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.TranscriptQuality;
import io.audiostream.transcriber.scheduling.DecodeLane;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decodes the speech that the decode of a window skipped. Whisper sometimes ends a text early, begins it late, or
 * repeats a phrase without end. Used on the session's executor only.
 */
final class GapFiller {

    /** Speech at the end of a window, in ms, for which an interim need not have words yet. */
    private static final long UNWRITTEN_MILLIS = 2_000;

    private final SessionDecodes decodes;
    private final SpeechTimes speech;
    private final DecodeLane lane;
    private final boolean exactTimes;
    private final Consumer<TextEvent> onEvent;

    /** @param exactTimes whether the times of tokens are exact to some 100 ms */
    GapFiller(
            SessionDecodes decodes,
            SpeechFrames speech,
            DecodeLane lane,
            boolean exactTimes,
            Consumer<TextEvent> onEvent) {
        this.decodes = decodes;
        this.speech = new SpeechTimes(speech);
        this.lane = lane;
        this.exactTimes = exactTimes;
        this.onEvent = onEvent;
    }

    /**
     * Removes what a decode added, and decodes what it skipped.
     *
     * @param endMillis end of the window
     * @param then called on the session's executor when all speech of the window was decoded
     */
    void complete(Utterance utterance, Transcript transcript, long endMillis, Runnable then) {
        if (isDoubtful(transcript, utterance.text().window().startMillis(), endMillis)) {
            if (utterance.text().removeHypothesis()) {
                onEvent.accept(TextEvent.DROPPED);
            }
            then.run();
            return;
        }
        var unwritten = new UnwrittenSpeech();
        if (transcript.ending() == Transcript.Ending.TOKEN_LIMIT) {
            onEvent.accept(TextEvent.TOKEN_LIMIT);
            utterance.text().removeCutWord(endMillis, exactTimes, unwritten, speech);
        }
        if (utterance.text().removeLoops(exactTimes, unwritten)) {
            onEvent.accept(TextEvent.LOOP);
        }
        new Filling(utterance, endMillis, unwritten, then)
                .next(utterance.text().window().completeUntilMillis());
    }

    /**
     * Returns whether the hypothesis of an interim skips speech: between two words, or at its end. Its words must not
     * settle, because settled words close the gap before them.
     *
     * @param endMillis end of the decoded window
     */
    boolean skipsSpeech(Utterance utterance, long endMillis) {
        long fromMillis = utterance.text().window().completeUntilMillis();
        return utterance
                .text()
                .gap(fromMillis, endMillis - UNWRITTEN_MILLIS, exactTimes, new UnwrittenSpeech(), speech)
                .isPresent();
    }

    /** Returns whether both the model and the speech detector doubt that there is speech. */
    private boolean isDoubtful(Transcript transcript, long fromMillis, long toMillis) {
        return TranscriptQuality.doubtsSpeech(transcript)
                && 2 * speech.between(fromMillis, toMillis) < toMillis - fromMillis;
    }

    /** Short sounds between pauses may be no speech, although the speech detector takes them for it. */
    private boolean isProbablyNoise(Gap gap, Transcript transcript) {
        return isDoubtful(transcript, gap.startMillis(), gap.decodedEndMillis())
                || gap.separate() && TranscriptQuality.isUnreliable(transcript);
    }

    /** Fills the gaps of one window, one after another. */
    private final class Filling {

        private final Utterance utterance;
        private final long endMillis;
        private final UnwrittenSpeech unwritten;
        private final Runnable then;

        /** Maximum audio that is decoded at once. Halved after a decode that looped or was cut, else doubled. */
        private long maxDecodedMillis = Gap.MAX_DECODED_MILLIS;

        Filling(Utterance utterance, long endMillis, UnwrittenSpeech unwritten, Runnable then) {
            this.utterance = utterance;
            this.endMillis = endMillis;
            this.unwritten = unwritten;
            this.then = then;
        }

        /** Decodes the first gap after a time, if there is one. */
        void next(long fromMillis) {
            utterance
                    .text()
                    .gap(fromMillis, endMillis, exactTimes, unwritten, speech)
                    .ifPresentOrElse(gap -> submit(gap.upTo(maxDecodedMillis, speech)), then);
        }

        private void submit(Gap gap) {
            lane.submitFinal(new GapDecode(this, gap));
        }

        void decoded(Gap gap, Transcript transcript) {
            boolean loops = RepetitionFilter.hasLoop(transcript.tokens());
            if (gap.canShorten() && (loops || transcript.ending() == Transcript.Ending.TOKEN_LIMIT)) {
                onEvent.accept(loops ? TextEvent.LOOP : TextEvent.TOKEN_LIMIT);
                maxDecodedMillis = gap.shorterMillis();
                submit(gap.upTo(maxDecodedMillis, speech));
                return;
            }
            maxDecodedMillis = Math.min(Gap.MAX_DECODED_MILLIS, 2 * maxDecodedMillis);
            boolean dropped = !transcript.tokens().isEmpty() && isProbablyNoise(gap, transcript);
            List<Token> tokens = dropped
                    ? List.of()
                    : Utterance.absolute(transcript.tokens(), gap.startMillis(), gap.decodedEndMillis());
            Gap.Outcome outcome = gap.fill(tokens);
            utterance.text().fill(gap, outcome.words());
            unwritten.decoded(gap.startMillis(), gap.decodedEndMillis());
            if (gap.decodedEndMillis() < gap.endMillis()) {
                unwritten.add(gap.decodedEndMillis(), gap.endMillis());
            }
            onEvent.accept(
                    dropped
                            ? TextEvent.DROPPED
                            : outcome.words().isEmpty() ? TextEvent.GAP_WITHOUT_WORDS : TextEvent.GAP_FILLED);
            next(outcome.resumeMillis());
        }
    }

    private final class GapDecode extends SessionDecodes.Task {

        private final Filling filling;
        private final Gap gap;

        GapDecode(Filling filling, Gap gap) {
            decodes.super();
            this.filling = filling;
            this.gap = gap;
        }

        @Override
        public Window window() {
            return decodes.window(
                    filling.utterance,
                    gap.startMillis() * Utterance.SAMPLES_PER_MILLI,
                    gap.decodedEndMillis() * Utterance.SAMPLES_PER_MILLI,
                    Effort.FINAL,
                    DecodeContext.NONE);
        }

        @Override
        void decoded(Transcript transcript) {
            filling.decoded(gap, transcript);
        }
    }
}
