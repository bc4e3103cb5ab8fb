package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.engine.EngineException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Transcribes one channel of a session: finds where speech begins, pauses and ends, keeps the samples that a decode may
 * still read, and sends the results. A session that mixes its channels has one. Positions count the samples of the
 * channel. Used on the session's executor only.
 */
final class ChannelTranscription {

    /** Pause at the end of the audio, in ms, before which a word is complete. */
    private static final long MIN_PAUSE_MILLIS = 160;

    /** The session of the channel. */
    interface Session {

        /** Runs an action as a step of the session. */
        void step(Runnable action);

        /** Returns the progress of all channels. */
        SegmentResult.Progress progress();

        /** Called when more of the channel's audio is committed. */
        void onCommitted();

        /** Called when decoded audio left the backlog. */
        void onDecoded();

        void onFailed(EngineException failure);
    }

    private final long skipped;
    private final Session session;
    private final SessionStats stats;
    private final Endpointer endpointer;
    private final SampleBuffer buffer = new SampleBuffer(Endpointer.LEAD_IN_SAMPLES);
    private final UtteranceDecoding utterances;
    private final ResultSender results;
    private long committed;

    /** Whether the client may have to send the end of the audio again. */
    private boolean resent;

    /**
     * @param number 1 for the first separate channel; 0 if the channels are mixed
     * @param skipped samples at the beginning that count as silence
     */
    ChannelTranscription(
            SessionConfig config,
            int number,
            long skipped,
            ChannelResources resources,
            Session session,
            SessionListener listener,
            SessionStats stats) {
        this.skipped = skipped;
        this.session = session;
        this.stats = stats;
        endpointer = resources.endpointer();
        results = new ResultSender(config, number, listener, stats);
        utterances = new UtteranceDecoding(
                config, buffer, endpointer.speechFrames(), resources.openLane(), session::step, new DecodeOutcome());
    }

    /** Changes how the utterances are transcribed that open from now on. */
    void configure(UtteranceOptions options) {
        endpointer.configure(options.endpointing());
        utterances.configure(options);
    }

    /** Processes the next samples. The caller reports the progress. */
    void process(float[] samples) {
        float[] heard = samples;
        if (received() < skipped) {
            heard = samples.clone();
            Arrays.fill(heard, 0, (int) Math.min(samples.length, skipped - received()), 0);
        }
        buffer.append(heard);
        for (Endpointer.Event event : endpointer.accept(heard)) {
            switch (event) {
                case Endpointer.SpeechStarted started -> {
                    utterances.open(started.atSample());
                    report(SpeechEvent.Kind.STARTED, started.atSample());
                }
                case Endpointer.SpeechPaused pause -> utterances.pause(pause.endSample());
                case Endpointer.SpeechEnded ended -> close(new UtteranceEnd(ended.endSample(), reason(ended.reason())));
            }
        }
        if (utterances.hasOpenUtterance()) {
            if (!endpointer.paused()) {
                utterances.grow();
            }
        } else {
            commitSilence();
        }
        discardAudio();
    }

    private static EndReason reason(Endpointer.Reason reason) {
        return switch (reason) {
            case SILENCE -> EndReason.SILENCE;
            case CLOSED ->
                throw new IllegalArgumentException("only the session closes segments, for reasons of its own");
        };
    }

    /** Closes the open utterance, if there is one. */
    void closeUtterance(EndReason reason) {
        endpointer.close().ifPresent(ready -> close(new UtteranceEnd(ready.endSample(), reason)));
    }

    private void close(UtteranceEnd end) {
        if (end.withSpeech()) {
            report(SpeechEvent.Kind.ENDED, end.position());
        }
        utterances.close(end);
    }

    private void report(SpeechEvent.Kind kind, long position) {
        results.sendSpeech(kind, position, session::progress);
    }

    /**
     * Closes the open utterance of a session whose client resumes. If the audio ends in speech, the last word may be
     * incomplete. It is left to the client, which sends it again. The speech does not end then: it goes on in the
     * session that resumes this one.
     *
     * @param exactTimes whether the times of words are exact enough to find the beginning of the last one
     * @param chunkStartsAfter returns where chunks begin after a position, ascending
     */
    void closeForResume(EndReason reason, boolean exactTimes, LongFunction<List<Long>> chunkStartsAfter) {
        boolean endsInSpeech = endpointer.currentPause().toMillis() < MIN_PAUSE_MILLIS;
        ResumePoints points = exactTimes && endsInSpeech
                ? new ResumePoints(chunkStartsAfter.apply(
                        received() - ResumePoints.MAX_RESENT_MILLIS * Utterance.SAMPLES_PER_MILLI))
                : ResumePoints.NONE;
        endpointer.close().ifPresent(ready -> {
            resent = !points.equals(ResumePoints.NONE);
            close(new UtteranceEnd(ready.endSample(), reason, points, !endsInSpeech));
        });
    }

    /** Closes the open utterance, because the client sends no audio. Audio that follows is not continuous. */
    void mute() {
        closeUtterance(EndReason.SILENCE);
        endpointer.forget();
    }

    boolean hasOpenUtterance() {
        return utterances.hasOpenUtterance();
    }

    /** Returns the pause in which the processed audio ends; zero outside of an utterance. */
    Duration currentPause() {
        return endpointer.currentPause();
    }

    /** Returns the pause that ends the open utterance, or the next one if none is open. */
    Duration endpointingSilence() {
        return endpointer.silence();
    }

    /** Returns whether an utterance that has ended waits for its finals. */
    boolean hasPendingFinals() {
        return utterances.hasPendingFinals();
    }

    /** Returns the number of samples that wait for a decode, beyond the window of an open utterance. */
    long backlog() {
        return utterances.backlog();
    }

    /** Returns the number of samples so far. */
    long received() {
        return buffer.end();
    }

    /** Returns the position before which all audio is in a final or skipped, or holds no speech. */
    long committed() {
        return Math.max(committed, skipped);
    }

    /** Commits audio without speech, if no final is pending before it. */
    private void commitSilence() {
        if (utterances.idle() && !resent) {
            committed = Math.max(committed, Math.min(endpointer.earliestNextStart(), received()));
        }
    }

    /** Discards the audio that no decode needs any more. */
    private void discardAudio() {
        buffer.discardBefore(utterances.neededFrom(endpointer.earliestStartAfterOpen()));
        endpointer.speechFrames().discardBefore(utterances.neededFrom(endpointer.earliestNextStart()));
    }

    private final class DecodeOutcome implements TextOutcome {

        @Override
        public void onInterim(Segment segment, SegmentText text, SpokenLanguage language, long end) {
            results.sendInterim(segment, text, language, end, session.progress());
        }

        @Override
        public void onFinal(Utterance.ReadyFinal ready, SpokenLanguage language) {
            committed = Math.max(committed, ready.end());
            commitSilence();
            session.onCommitted();
            results.sendFinal(ready, language, session.progress());
        }

        @Override
        public void onProgress() {
            discardAudio();
            session.onDecoded();
        }

        @Override
        public void onEvent(TextEvent event) {
            stats.textEvent(event);
        }

        @Override
        public void onFailed(EngineException failure) {
            session.onFailed(failure);
        }
    }
}
