package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.scheduling.DecodeTask;
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

    /** New audio after which an open segment is decoded again. */
    private static final int INTERIM_STEP_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ / 2;

    /** Audio that waits for its final decode, above which no more is taken in. */
    private static final long MAX_BACKLOG_SAMPLES = 60L * SpeechEngine.SAMPLE_RATE_HERTZ;

    private final SessionConfig config;
    private final AudioIntake intake;
    private final Endpointer endpointer;
    private final DecodeLane lane;
    private final SlotPool.Slot slot;
    private final Executor executor;
    private final SessionListener listener;

    private final SampleBuffer buffer = new SampleBuffer();
    private @Nullable Segment open;
    private long lastWindowEnd;
    private int pendingFinals;
    private long backlog;
    private long committed;
    private int nextIndex;
    private @Nullable Ending ending;
    private volatile boolean ended;
    private final CompletableFuture<Void> whenOver = new CompletableFuture<>();

    /** The session takes nothing more; when the last final is out, the listener hears of it. */
    private record Ending(Supplier<@Nullable Exception> failure) {}

    /**
     * @param executor runs one task after another, in order
     */
    StreamSession(
            SessionConfig config,
            Endpointer endpointer,
            DecodeLane lane,
            SlotPool.Slot slot,
            Executor executor,
            SessionListener listener) {
        this.config = config;
        intake = new AudioIntake(config.format());
        this.endpointer = endpointer;
        this.lane = lane;
        this.slot = slot;
        this.executor = executor;
        this.listener = listener;
    }

    /**
     * Takes in audio.
     *
     * @param number the chunk's number in the stream
     * @param bytes not to be changed afterwards
     * @param takenIn called, on the session's executor, when the session has room for more: hand in the next chunk then.
     *     Not called any more when the session ends before.
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

    /** Finalises what is pending, then fails the session with a {@link SessionDrainedException}. */
    public void drain() {
        step(() -> {
            closeSegment(EndReason.DRAIN);
            endWith(() -> new SessionDrainedException(progress()));
        });
    }

    /** Takes no more audio, finalises what is pending, then fails the session with {@code failure}. */
    public void endEarly(Exception failure) {
        step(() -> {
            closeSegment(EndReason.END_OF_AUDIO);
            endWith(() -> failure);
        });
    }

    /** Drops what is pending and fails the session with {@code failure}. */
    public void abort(Exception failure) {
        step(() -> {
            over();
            listener.onFailed(failure);
        });
    }

    /** Runs an action when the session is over, however it ended; at once when it is over already. */
    public void whenOver(Runnable action) {
        whenOver.thenRun(action);
    }

    /** Ends the session without another word: drops what is pending, stops its decode and frees its slot, at once. */
    public void cancel() {
        over();
    }

    private void step(Runnable action) {
        executor.execute(() -> {
            if (!ended) {
                action.run();
            }
        });
    }

    private void takeIn() {
        try {
            while (ending == null && !ended && backlog < MAX_BACKLOG_SAMPLES) {
                AudioIntake.Slice slice = intake.next(buffer.end());
                if (slice == null) {
                    if (intake.exhausted()) {
                        endAudio();
                    }
                    return;
                }
                samples(slice.samples());
                slice.then().run();
            }
        } catch (AudioException e) {
            closeSegment(EndReason.END_OF_AUDIO);
            endWith(() -> e);
        }
    }

    private void endAudio() throws AudioException {
        samples(intake.finish());
        if (buffer.end() == 0) {
            throw new AudioException("audio_data", "the audio is empty: it has no samples");
        }
        closeSegment(EndReason.END_OF_AUDIO);
        endWith(() -> null);
    }

    private void samples(float[] samples) {
        buffer.append(samples);
        endpointer.accept(samples).forEach(this::heard);
        if (open == null) {
            buffer.discardBefore(endpointer.earliestNextStart());
            commit();
        } else if (config.interims() && buffer.end() - lastWindowEnd >= INTERIM_STEP_SAMPLES) {
            lastWindowEnd = buffer.end();
            lane.offerInterim(new InterimDecode(open));
        }
    }

    private void heard(Endpointer.Event event) {
        switch (event) {
            case Endpointer.SpeechStarted started -> {
                open = new Segment(started.atSample());
                lastWindowEnd = started.atSample();
            }
            case Endpointer.SegmentReady ready -> {
                finalise(ready.startSample(), ready.endSample(), reason(ready.reason()));
            }
        }
    }

    private static EndReason reason(Endpointer.Reason reason) {
        return switch (reason) {
            case SILENCE -> EndReason.SILENCE;
            case MAX_SEGMENT -> EndReason.MAX_SEGMENT;
            case CLOSED -> EndReason.FLUSH;
        };
    }

    private void closeSegment(EndReason reason) {
        endpointer.close().ifPresent(ready -> finalise(ready.startSample(), ready.endSample(), reason));
    }

    private void finalise(long start, long end, EndReason reason) {
        Segment segment = open != null ? open : new Segment(start);
        open = null;
        segment.close();
        pendingFinals++;
        backlog += end - start;
        lane.submitFinal(new FinalDecode(segment, buffer.slice(start, end), end, reason));
        buffer.discardBefore(end);
    }

    private void onInterim(Segment segment, long end, Transcript transcript) {
        if (segment.closed()) {
            return;
        }
        Segment.Text text = segment.interim(transcript, end);
        if (text != null) {
            emit(segment, text, end, null);
        }
    }

    private void onFinal(Segment segment, long end, EndReason reason, Transcript transcript) {
        pendingFinals--;
        backlog -= end - segment.start();
        committed = Math.max(committed, end);
        commit();
        Segment.Text text = segment.last(transcript, end);
        if (segment.shown() || !text.text().isEmpty()) {
            emit(segment, text, end, reason);
        }
        takeIn();
        endIfDone();
    }

    private void emit(Segment segment, Segment.Text text, long end, @Nullable EndReason reason) {
        if (!segment.shown()) {
            segment.number(nextIndex++);
        }
        listener.onResult(segment.result(text, end, config.words(), reason, progress()));
    }

    /** With nothing pending, what holds no speech is committed too. */
    private void commit() {
        if (open == null && pendingFinals == 0) {
            committed = Math.max(committed, Math.min(endpointer.earliestNextStart(), buffer.end()));
        }
    }

    private SegmentResult.Progress progress() {
        long received = buffer.end();
        return new SegmentResult.Progress(
                Segment.time(received), Segment.time(committed), intake.chunkAt(committed, received));
    }

    private void endWith(Supplier<@Nullable Exception> failure) {
        if (ending == null) {
            ending = new Ending(failure);
            endIfDone();
        }
    }

    private void endIfDone() {
        if (ending == null || pendingFinals > 0 || ended) {
            return;
        }
        Exception failure = ending.failure().get();
        over();
        if (failure == null) {
            listener.onCompleted(progress());
        } else {
            listener.onFailed(failure);
        }
    }

    private void fail(RuntimeException failure) {
        over();
        listener.onFailed(
                failure instanceof EngineException
                        ? failure
                        : new EngineException("the decode failed: " + failure.getMessage(), failure));
    }

    private synchronized void over() {
        if (!ended) {
            ended = true;
            lane.close();
            slot.close();
            whenOver.complete(null);
        }
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
            return samples == null ? null : new Window(samples, config.request(segment.language(), Effort.INTERIM));
        }

        @Override
        public void onDecoded(Transcript transcript) {
            step(() -> onInterim(segment, end, transcript));
        }

        @Override
        public void onFailed(RuntimeException failure) {
            step(() -> fail(failure));
        }
    }

    /** Decodes a whole segment. */
    private final class FinalDecode implements DecodeTask {

        private final Segment segment;
        private final float[] samples;
        private final long end;
        private final EndReason reason;

        FinalDecode(Segment segment, float[] samples, long end, EndReason reason) {
            this.segment = segment;
            this.samples = samples;
            this.end = end;
            this.reason = reason;
        }

        @Override
        public Window window() {
            return new Window(samples, config.request(segment.language(), Effort.FINAL));
        }

        @Override
        public void onDecoded(Transcript transcript) {
            step(() -> onFinal(segment, end, reason, transcript));
        }

        @Override
        public void onFailed(RuntimeException failure) {
            step(() -> fail(failure));
        }
    }
}
