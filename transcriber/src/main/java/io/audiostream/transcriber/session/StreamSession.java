package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.scheduling.DecodeLane;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transcribes one stream of audio into consecutive segments. Any thread may call its methods, which return at once.
 * Except for {@link #cancel}, they take effect on the session's executor, in the order of the calls. A step of that
 * executor processes at most a second of audio.
 */
public final class StreamSession {

    /** Speech whose finals are pending, above which the session consumes no more audio. */
    private static final long MAX_BACKLOG_SAMPLES = 60L * SpeechEngine.SAMPLE_RATE_HERTZ;

    private final SessionConfig config;
    private final AudioIntake intake;
    private final Endpointer endpointer;
    private final SampleBuffer buffer = new SampleBuffer(Endpointer.LEAD_IN_SAMPLES);
    private final UtteranceDecoding utterances;
    private final DecodeLane lane;
    private final Permit permit;
    private final Executor executor;
    private final SessionListener listener;
    private final SessionStats stats;
    private final ClientPace pace;
    private final CompletableFuture<Void> onClosed = new CompletableFuture<>();

    private long committed;
    private int nextIndex;
    private boolean consumesLater;
    private volatile Duration currentPause = Duration.ZERO;
    private @Nullable Ending ending;
    private volatile boolean closed;

    /** Set once the session consumes no more audio; the listener receives the failure, if any, after the last final. */
    private record Ending(Supplier<@Nullable Exception> failure) {}

    /** @param executor runs tasks one after another, in order */
    StreamSession(
            SessionConfig config,
            Endpointer endpointer,
            DecodeLane lane,
            Permit permit,
            Executor executor,
            SessionListener listener,
            SessionStats stats,
            ClientPace pace) {
        this.config = config;
        this.endpointer = endpointer;
        this.lane = lane;
        this.permit = permit;
        this.executor = executor;
        this.listener = listener;
        this.stats = stats;
        this.pace = pace;
        intake = new AudioIntake(config.format(), stats);
        utterances =
                new UtteranceDecoding(config, buffer, endpointer.speechFrames(), lane, this::step, new DecodeOutcome());
    }

    /**
     * Queues a chunk of audio.
     *
     * @param number the chunk's number in the stream
     * @param bytes must not change afterwards
     * @param onConsumed called on the session's executor when the session can take the next chunk. Not called if the
     *     session ends before.
     */
    public void audio(int number, ByteBuffer bytes, Runnable onConsumed) {
        pace.received();
        step(() -> {
            intake.add(number, bytes, () -> {
                pace.processed();
                onConsumed.run();
            });
            consume();
        });
    }

    /** Returns whether the client sends the audio while it is spoken. */
    boolean live() {
        return config.live();
    }

    /** Returns how the client keeps up. */
    ClientPace pace() {
        return pace;
    }

    /** Returns the pause that ends a segment. */
    Duration endpointingSilence() {
        return config.endpointing().silence();
    }

    /** Returns the pause in which the processed audio ends; zero outside of a segment. */
    Duration currentPause() {
        return currentPause;
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes the open segment as a pause does, if the session has waited for audio for a time. */
    void mute(Duration wait) {
        step(() -> {
            if (pace.waited().compareTo(wait) >= 0) {
                closeSegment(EndReason.SILENCE);
                endpointer.forget();
                currentPause = Duration.ZERO;
            }
        });
    }

    /** Closes the open segment now. */
    public void flush() {
        step(() -> closeSegment(EndReason.FLUSH));
    }

    /** Marks the end of the audio. After the pending finals, the session calls {@link SessionListener#onCompleted}. */
    public void end() {
        pace.end();
        step(() -> {
            intake.end();
            consume();
        });
    }

    /** Fails the session with a {@link ResumableException} after its pending finals, because the server shuts down. */
    public void drain() {
        step(() -> finishWith(EndReason.DRAIN, () -> resumable(ResumableException.Cause.DRAINING)));
    }

    /** Fails the session with a {@link ResumableException} after its pending finals, because the stream is too old. */
    public void retire() {
        step(() -> finishWith(EndReason.MAX_AGE, () -> resumable(ResumableException.Cause.MAX_AGE)));
    }

    /**
     * Fails the session with a {@link ResumableException} after its pending finals, if it has waited for audio for a
     * time.
     */
    void endIdle(Duration wait) {
        step(() -> {
            if (pace.waited().compareTo(wait) >= 0) {
                finishWith(EndReason.IDLE, () -> resumable(ResumableException.Cause.IDLE));
            }
        });
    }

    /**
     * Fails the session with a {@link ResumableException} after its pending finals, if its client lags by a time,
     * because another call needs the slot.
     */
    void reclaim(Duration lag) {
        step(() -> {
            if (pace.lag().compareTo(lag) >= 0) {
                finishWith(EndReason.IDLE, () -> resumable(ResumableException.Cause.SLOT_RECLAIMED));
            }
        });
    }

    /**
     * Drops pending finals and fails the session with a {@link ResumableException}, so that the client sends their
     * audio again. For a server that cannot wait any longer.
     */
    public void abandon() {
        abort(() -> resumable(ResumableException.Cause.DRAINING));
    }

    private ResumableException resumable(ResumableException.Cause cause) {
        return new ResumableException(cause, progress());
    }

    /** Consumes no more audio, and fails the session with {@code failure} after its pending finals. */
    public void endEarly(Exception failure) {
        step(() -> finishWith(EndReason.END_OF_AUDIO, () -> failure));
    }

    /** Drops pending finals and fails the session with {@code failure}. */
    public void abort(Exception failure) {
        abort(() -> failure);
    }

    private void abort(Supplier<Exception> cause) {
        step(() -> {
            Exception failure = cause.get();
            close(SessionEnd.of(failure));
            listener.onFailed(failure);
        });
    }

    /** Ends the session at once, without calling the listener: stops its decodes and frees its slot. */
    public void cancel() {
        close(SessionEnd.CANCELLED);
    }

    /** Runs an action when the session ends, for any reason; at once if it has ended. */
    public void onClosed(Runnable action) {
        onClosed.thenRun(action);
    }

    private void step(Runnable action) {
        executor.execute(() -> {
            if (closed) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                // The executor would only log this defect, and the client would wait without end.
                close(SessionEnd.FAILED);
                listener.onFailed(
                        e instanceof RuntimeException defect
                                ? defect
                                : new IllegalStateException("a step of the session failed: " + e, e));
            }
        });
    }

    /**
     * Processes the next slice, if there is one. The rest follows in later steps, so that other sessions run between.
     */
    private void consume() {
        if (ending != null || utterances.backlog() >= MAX_BACKLOG_SAMPLES) {
            return;
        }
        try {
            AudioIntake.Slice slice = intake.next(buffer.end());
            if (slice != null) {
                process(slice.samples());
                slice.onProcessed().run();
                consumeLater();
            } else if (intake.exhausted()) {
                endAudio();
            }
        } catch (AudioException e) {
            finishWith(EndReason.END_OF_AUDIO, () -> e);
        }
    }

    private void consumeLater() {
        if (!consumesLater && (intake.hasAudio() || intake.exhausted())) {
            consumesLater = true;
            step(() -> {
                consumesLater = false;
                consume();
            });
        }
    }

    private void endAudio() throws AudioException {
        process(intake.finish());
        if (buffer.end() == 0) {
            throw new AudioException("audio_data", "the audio is empty: it has no samples");
        }
        finishWith(EndReason.END_OF_AUDIO, () -> null);
    }

    private void process(float[] samples) {
        pace.audio(samples.length);
        buffer.append(samples);
        for (Endpointer.Event event : endpointer.accept(samples)) {
            switch (event) {
                case Endpointer.SpeechStarted started -> utterances.open(started.atSample());
                case Endpointer.SpeechPaused pause -> utterances.pause(pause.endSample());
                case Endpointer.SpeechEnded ended -> utterances.close(ended.endSample(), reason(ended.reason()));
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
        discardAudio();
        stats.audioReceived(buffer.end(), committed);
    }

    /** Discards the audio that no decode needs any more. */
    private void discardAudio() {
        long needed = utterances.neededFrom(endpointer.earliestNextStart());
        buffer.discardBefore(needed);
        endpointer.speechFrames().discardBefore(needed);
    }

    private static EndReason reason(Endpointer.Reason reason) {
        return switch (reason) {
            case SILENCE -> EndReason.SILENCE;
            case CLOSED ->
                throw new IllegalArgumentException("only the session closes segments, for reasons of its own");
        };
    }

    private void closeSegment(EndReason reason) {
        endpointer.close().ifPresent(ready -> utterances.close(ready.endSample(), reason));
    }

    /** Commits audio without speech, if no final is pending before it. */
    private void commitSilence() {
        if (utterances.idle()) {
            committed = Math.max(committed, Math.min(endpointer.earliestNextStart(), buffer.end()));
            intake.forgetBefore(committed, buffer.end());
        }
    }

    private SegmentResult.Progress progress() {
        long received = buffer.end();
        return new SegmentResult.Progress(
                Segment.time(received), Segment.time(committed), intake.chunkAt(committed, received));
    }

    private void finishWith(EndReason reason, Supplier<@Nullable Exception> failure) {
        if (ending == null) {
            closeSegment(reason);
            ending = new Ending(failure);
            endIfFinished();
        }
    }

    private void endIfFinished() {
        if (ending == null || utterances.hasPendingFinals() || closed) {
            return;
        }
        Exception failure = ending.failure().get();
        close(failure == null ? SessionEnd.COMPLETED : SessionEnd.of(failure));
        if (failure == null) {
            listener.onCompleted(progress());
        } else {
            listener.onFailed(failure);
        }
    }

    private synchronized void close(SessionEnd end) {
        if (!closed) {
            closed = true;
            lane.close();
            permit.close();
            stats.close(end, lane.decodeTime());
            onClosed.complete(null);
        }
    }

    private final class DecodeOutcome implements UtteranceDecoding.Outcome {

        @Override
        public void onInterim(Segment segment, SegmentText text, SpokenLanguage language, long end) {
            send(segment, text, language, end, null);
        }

        @Override
        public void onFinal(Utterance.ReadyFinal ready, SpokenLanguage language) {
            committed = Math.max(committed, ready.end());
            commitSilence();
            stats.audioReceived(buffer.end(), committed);
            if (ready.segment().sent() || !ready.text().text().isEmpty()) {
                send(ready.segment(), ready.text(), language, ready.end(), ready.reason());
            }
        }

        private void send(
                Segment segment, SegmentText text, SpokenLanguage language, long end, @Nullable EndReason reason) {
            if (!segment.sent()) {
                segment.number(nextIndex++);
                stats.firstText(segment);
            }
            if (reason == null) {
                stats.interimSent();
            } else {
                stats.finalSent(segment, text, end, reason);
            }
            var time = new SegmentResult.TimeRange(Segment.time(segment.start()), Segment.time(end));
            listener.onResult(new SegmentResult(
                    segment.index(),
                    text.hypothesis(
                            config.words(), time.start().toMillis(), time.end().toMillis()),
                    time,
                    new SegmentResult.Language(language.code(), language.probability()),
                    reason,
                    progress()));
        }

        @Override
        public void onProgress() {
            discardAudio();
            // A separate step, so that the finals are delivered first.
            step(() -> {
                consume();
                endIfFinished();
            });
        }

        @Override
        public void onEvent(TextEvent event) {
            stats.textEvent(event);
        }

        @Override
        public void onFailed(EngineException failure) {
            close(SessionEnd.FAILED);
            listener.onFailed(failure);
        }
    }
}
