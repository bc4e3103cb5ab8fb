package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Consumes the audio of a session: decodes the chunks, finds where speech begins, pauses and ends, and keeps the
 * samples that a decode may still read. Used on the session's executor only, except for {@link #currentPause} and
 * {@link #endpointingSilence}.
 */
final class AudioConsumption {

    /** Speech whose finals are pending, above which the session consumes no more audio. */
    private static final long MAX_BACKLOG_SAMPLES = 60L * SpeechEngine.SAMPLE_RATE_HERTZ;

    /** Pause at the end of the audio, in ms, before which a word is complete. */
    private static final long MIN_PAUSE_MILLIS = 160;

    private final AudioIntake intake;
    private final Endpointer endpointer;
    private final SampleBuffer buffer;
    private final UtteranceDecoding utterances;
    private final SessionStats stats;
    private final ClientPace pace;
    private final Consumer<SpeechEvent> onSpeech;
    private long committed;

    /** Whether the client may have to send the end of the audio again. */
    private boolean resent;

    private volatile Duration currentPause = Duration.ZERO;
    private volatile Duration endpointingSilence;

    /** What {@link #next} did. */
    enum Outcome {
        /** Processed a slice. */
        PROCESSED,
        /** Did nothing: no audio is decoded, or too many finals are pending. */
        WAITING,
        /** Processed the end of the audio. */
        ENDED
    }

    /**
     * @param transcoders decode compressed audio
     * @param onProgress called on any thread when {@link #next} may have more to process
     * @param buffer empty; {@code utterances} reads it
     * @param onSpeech called when speech starts, and when it ends before its last text is ready
     */
    AudioConsumption(
            AudioFormat format,
            Transcoder.Factory transcoders,
            Runnable onProgress,
            Endpointer endpointer,
            SampleBuffer buffer,
            UtteranceDecoding utterances,
            SessionStats stats,
            ClientPace pace,
            Consumer<SpeechEvent> onSpeech) {
        intake = new AudioIntake(format, stats, transcoders, onProgress);
        this.endpointer = endpointer;
        endpointingSilence = endpointer.silence();
        this.buffer = buffer;
        this.utterances = utterances;
        this.stats = stats;
        this.pace = pace;
        this.onSpeech = onSpeech;
    }

    /** Queues a chunk. */
    void add(int number, ByteBuffer bytes, Runnable onConsumed) {
        intake.add(number, bytes, () -> {
            pace.processed();
            onConsumed.run();
        });
    }

    /** Changes how the utterances are transcribed that open from now on. */
    void configure(UtteranceOptions options) {
        endpointer.configure(options.endpointing());
        endpointingSilence = endpointer.silence();
        utterances.configure(options);
    }

    /** Marks the end of the audio: no chunk follows. */
    void end() {
        intake.end();
    }

    /** Returns whether {@link #next} may have audio to process, or the end of the audio. */
    boolean hasNext() {
        return intake.hasAudio() || intake.exhausted();
    }

    /** Processes the next slice, which has at most a second of audio, or the end of the audio. */
    Outcome next() throws AudioException {
        if (utterances.backlog() >= MAX_BACKLOG_SAMPLES) {
            return Outcome.WAITING;
        }
        AudioIntake.Slice slice = intake.next(buffer.end());
        if (slice != null) {
            process(slice.samples());
            slice.onProcessed().run();
            return Outcome.PROCESSED;
        }
        if (!intake.exhausted()) {
            return Outcome.WAITING;
        }
        if (buffer.end() == 0) {
            throw new AudioException("audio_data", "the audio is empty: it has no samples");
        }
        return Outcome.ENDED;
    }

    private void process(float[] samples) {
        pace.audio(samples.length);
        buffer.append(samples);
        for (Endpointer.Event event : endpointer.accept(samples)) {
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
        currentPause = endpointer.currentPause();
        endpointingSilence = endpointer.silence();
        discardAudio();
        reportAudio();
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
        onSpeech.accept(new SpeechEvent(kind, Segment.time(position), progress()));
    }

    /**
     * Closes the open utterance of a session whose client resumes. If the audio ends in speech, the last word may be
     * incomplete. It is left to the client, which sends it again. The speech does not end then: it goes on in the
     * session that resumes this one.
     *
     * @param exactTimes whether the times of words are exact enough to find the beginning of the last one
     */
    void closeForResume(EndReason reason, boolean exactTimes) {
        boolean endsInSpeech = endpointer.currentPause().toMillis() < MIN_PAUSE_MILLIS;
        ResumePoints points = exactTimes && endsInSpeech
                ? new ResumePoints(intake.chunkStartsAfter(
                        buffer.end() - ResumePoints.MAX_RESENT_MILLIS * Utterance.SAMPLES_PER_MILLI))
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
        currentPause = Duration.ZERO;
    }

    /** Returns the pause in which the processed audio ends; zero outside of an utterance. Any thread may call it. */
    Duration currentPause() {
        return currentPause;
    }

    /** Returns the pause that ends the open utterance, or the next one if none is open. Any thread may call it. */
    Duration endpointingSilence() {
        return endpointingSilence;
    }

    /** Marks the audio before a position as committed: its finals are delivered. */
    void commit(long position) {
        committed = Math.max(committed, position);
        commitSilence();
        reportAudio();
    }

    /** Commits audio without speech, if no final is pending before it. */
    private void commitSilence() {
        if (utterances.idle() && !resent) {
            committed = Math.max(committed, Math.min(endpointer.earliestNextStart(), buffer.end()));
            intake.forgetBefore(committed, buffer.end());
        }
    }

    /** Discards the audio that no decode needs any more. */
    void discardAudio() {
        long needed = utterances.neededFrom(endpointer.earliestNextStart());
        buffer.discardBefore(needed);
        endpointer.speechFrames().discardBefore(needed);
    }

    private void reportAudio() {
        stats.audioReceived(buffer.end(), committed);
    }

    SegmentResult.Progress progress() {
        long received = buffer.end();
        return new SegmentResult.Progress(
                Segment.time(received), Segment.time(committed), intake.chunkAt(committed, received));
    }
}
