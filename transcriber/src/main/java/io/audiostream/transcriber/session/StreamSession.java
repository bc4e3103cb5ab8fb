package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.scheduling.SlotPool;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns one stream of audio into a row of segments. Its methods may be called from any thread and return at once; they
 * take effect in the order they were called, on the session's executor.
 */
public final class StreamSession {

    /** Audio that waits for its final decode, above which no more is taken in. */
    private static final long MAX_BACKLOG_SAMPLES = 60L * SpeechEngine.SAMPLE_RATE_HERTZ;

    private final SessionConfig config;
    private final AudioIntake intake;
    private final Endpointer endpointer;
    private final SampleBuffer buffer = new SampleBuffer();
    private final SegmentDecoding segments;
    private final DecodeLane lane;
    private final SlotPool.Slot slot;
    private final Executor executor;
    private final SessionListener listener;
    private final SessionStats stats;
    private final CompletableFuture<Void> whenOver = new CompletableFuture<>();

    private long committed;
    private int nextIndex;
    private @Nullable Ending ending;
    private volatile boolean ended;

    /** The session takes nothing more; when the last final is out, the listener hears of it. */
    private record Ending(Supplier<@Nullable Exception> failure) {}

    /** @param executor runs one task after another, in order */
    StreamSession(
            SessionConfig config,
            Endpointer endpointer,
            DecodeLane lane,
            SlotPool.Slot slot,
            Executor executor,
            SessionListener listener,
            SessionStats stats) {
        this.config = config;
        this.endpointer = endpointer;
        this.lane = lane;
        this.slot = slot;
        this.executor = executor;
        this.listener = listener;
        this.stats = stats;
        intake = new AudioIntake(config.format());
        segments = new SegmentDecoding(config, buffer, lane, this::step, new Decoded());
    }

    /**
     * Takes in audio.
     *
     * @param number the chunk's number in the stream
     * @param bytes not to be changed afterwards
     * @param takenIn called, on the session's executor, when the session has room for more: hand in the next chunk
     *     then. Not called any more when the session ends before.
     */
    public void audio(int number, ByteBuffer bytes, Runnable takenIn) {
        step(() -> {
            intake.add(number, bytes, takenIn);
            takeIn();
        });
    }

    /** Closes the open segment now. */
    public void flush() {
        step(() -> closeSegment(EndReason.FLUSH));
    }

    /** No more audio comes: what is pending is finalised, then {@link SessionListener#onCompleted} is called. */
    public void end() {
        step(() -> {
            intake.end();
            takeIn();
        });
    }

    /** The server is to go: finalises what is pending, then fails the session with a {@link ResumableException}. */
    public void drain() {
        step(() -> finishWith(EndReason.DRAIN, () -> resumable(ResumableException.Cause.DRAINING)));
    }

    /** The stream is too old: finalises what is pending, then fails the session with a {@link ResumableException}. */
    public void retire() {
        step(() -> finishWith(EndReason.MAX_AGE, () -> resumable(ResumableException.Cause.MAX_AGE)));
    }

    /**
     * The server can't wait for finals any more: drops what is pending, and fails the session with a
     * {@link ResumableException} that has the client send it again.
     */
    public void abandon() {
        abort(() -> resumable(ResumableException.Cause.DRAINING));
    }

    private ResumableException resumable(ResumableException.Cause cause) {
        return new ResumableException(cause, progress());
    }

    /** Takes no more audio, finalises what is pending, then fails the session with {@code failure}. */
    public void endEarly(Exception failure) {
        step(() -> finishWith(EndReason.END_OF_AUDIO, () -> failure));
    }

    /** Drops what is pending and fails the session with {@code failure}. */
    public void abort(Exception failure) {
        abort(() -> failure);
    }

    private void abort(Supplier<Exception> why) {
        step(() -> {
            Exception failure = why.get();
            over(SessionEnd.of(failure));
            listener.onFailed(failure);
        });
    }

    /** Ends the session without another word: drops what is pending, stops its decode and frees its slot, at once. */
    public void cancel() {
        over(SessionEnd.CANCELLED);
    }

    /** Runs an action when the session is over, however it ended; at once when it is over already. */
    public void whenOver(Runnable action) {
        whenOver.thenRun(action);
    }

    private void step(Runnable action) {
        executor.execute(() -> {
            if (ended) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException e) {
                // A fault of ours; the executor would log it, and the client wait for ever.
                over(SessionEnd.FAILED);
                listener.onFailed(e);
            }
        });
    }

    private void takeIn() {
        try {
            while (ending == null && !ended && segments.backlog() < MAX_BACKLOG_SAMPLES) {
                AudioIntake.Slice slice = intake.next(buffer.end());
                if (slice == null) {
                    if (intake.exhausted()) {
                        endAudio();
                    }
                    return;
                }
                hear(slice.samples());
                slice.then().run();
            }
        } catch (AudioException e) {
            finishWith(EndReason.END_OF_AUDIO, () -> e);
        }
    }

    private void endAudio() throws AudioException {
        hear(intake.finish());
        if (buffer.end() == 0) {
            throw new AudioException("audio_data", "the audio is empty: it has no samples");
        }
        finishWith(EndReason.END_OF_AUDIO, () -> null);
    }

    private void hear(float[] samples) {
        buffer.append(samples);
        for (Endpointer.Event event : endpointer.accept(samples)) {
            switch (event) {
                case Endpointer.SpeechStarted started -> segments.open(started.atSample());
                case Endpointer.SpeechPaused pause -> segments.pause(pause.endSample());
                case Endpointer.SegmentReady ready -> segments.close(ready.endSample(), reason(ready.reason()));
            }
        }
        if (segments.hasOpenSegment()) {
            if (!endpointer.paused()) {
                segments.grow();
            }
        } else {
            buffer.discardBefore(endpointer.earliestNextStart());
            commitSilence();
        }
        stats.audioReceived(buffer.end(), committed);
    }

    private static EndReason reason(Endpointer.Reason reason) {
        return switch (reason) {
            case SILENCE -> EndReason.SILENCE;
            case MAX_SEGMENT -> EndReason.MAX_SEGMENT;
            case CLOSED -> throw new IllegalArgumentException("whoever closes a segment knows why");
        };
    }

    private void closeSegment(EndReason reason) {
        endpointer.close().ifPresent(ready -> segments.close(ready.endSample(), reason));
    }

    /** With nothing pending, what holds no speech is committed too. */
    private void commitSilence() {
        if (segments.idle()) {
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
            endIfDone();
        }
    }

    private void endIfDone() {
        if (ending == null || segments.awaitsFinals() || ended) {
            return;
        }
        Exception failure = ending.failure().get();
        over(failure == null ? SessionEnd.COMPLETED : SessionEnd.of(failure));
        if (failure == null) {
            listener.onCompleted(progress());
        } else {
            listener.onFailed(failure);
        }
    }

    private synchronized void over(SessionEnd end) {
        if (!ended) {
            ended = true;
            lane.close();
            slot.close();
            stats.over(end, lane.decodeTime());
            whenOver.complete(null);
        }
    }

    private final class Decoded implements SegmentDecoding.Outcome {

        @Override
        public void onText(Segment segment, Segment.Text text, long end, @Nullable EndReason reason) {
            if (!segment.shown()) {
                segment.number(nextIndex++);
                stats.firstText(segment);
            }
            if (reason == null) {
                stats.interim();
            } else {
                stats.finalSent(segment, text, end, reason);
            }
            listener.onResult(segment.result(text, end, config.words(), reason, progress()));
        }

        @Override
        public void onFinal(long end) {
            committed = Math.max(committed, end);
            commitSilence();
            stats.audioReceived(buffer.end(), committed);
            // After what this final has to say.
            step(() -> {
                takeIn();
                endIfDone();
            });
        }

        @Override
        public void onFailed(EngineException failure) {
            over(SessionEnd.FAILED);
            listener.onFailed(failure);
        }
    }
}
