package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.StreamableMp4;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.EngineException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transcribes one stream of audio into consecutive segments. Any thread may call its methods, which return at once.
 * Except for {@link #cancel}, they take effect on the session's executor, in the order of the calls. A step of that
 * executor processes at most a second of audio.
 */
public final class StreamSession {

    private final SessionConfig config;
    private final AudioConsumption audio;
    private final SessionLifetime lifetime;
    private final ClientPace pace;
    private boolean consumesLater;
    private @Nullable Ending ending;

    /** Set once the session consumes no more audio; the listener receives the failure, if any, after the last final. */
    private record Ending(Supplier<@Nullable Exception> failure) {}

    /**
     * @param transcoders decode compressed audio
     * @param channels what the session's channels take from the server
     * @param executor runs tasks one after another, in order
     */
    StreamSession(
            SessionConfig config,
            Transcoder.Factory transcoders,
            ChannelResources channels,
            Permit permit,
            Executor executor,
            SessionListener listener,
            SessionStats stats,
            ClientPace pace) {
        this.config = config;
        this.pace = pace;
        lifetime = new SessionLifetime(executor, channels, permit, listener, stats);
        var ownTranscoder = new SessionTranscoder(transcoders, permit);
        audio = new AudioConsumption(
                config, ownTranscoder, this::consumeInStep, new Channels(channels, listener, stats), stats, pace);
        lifetime.onClosed(ownTranscoder::close);
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
        lifetime.step(() -> {
            audio.add(number, bytes, onConsumed);
            consume();
        });
    }

    /**
     * Queues a whole recording, and ends the audio.
     *
     * @param bytes must not change afterwards
     */
    public void recording(ByteBuffer bytes) {
        for (ByteBuffer part : StreamableMp4.order(bytes)) {
            audio(0, part, () -> {});
        }
        end();
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
        return audio.endpointingSilence();
    }

    /** Returns the pause in which the processed audio ends; zero outside of a segment. */
    Duration currentPause() {
        return audio.currentPause();
    }

    boolean isClosed() {
        return lifetime.isClosed();
    }

    /** Closes the open segments as a pause does, if the session has waited for audio for a time. */
    void mute(Duration wait) {
        lifetime.step(() -> {
            if (!audio.hasNext() && pace.waited().compareTo(wait) >= 0) {
                audio.mute();
            }
        });
    }

    /** Changes how the utterances are transcribed that begin with the audio that is queued from now on. */
    void configure(UtteranceOptions options) {
        lifetime.step(() -> audio.configure(options));
    }

    /** Closes the open segments now. */
    public void flush() {
        lifetime.step(() -> audio.closeUtterances(EndReason.FLUSH));
    }

    /** Marks the end of the audio. After the pending finals, the session calls {@link SessionListener#onCompleted}. */
    public void end() {
        pace.end();
        lifetime.step(() -> {
            audio.end();
            consume();
        });
    }

    /** Fails the session with a {@link ResumableException} after its pending finals, because the server shuts down. */
    public void drain() {
        lifetime.step(() -> finishResumable(EndReason.DRAIN, ResumableException.Cause.DRAINING));
    }

    /** Fails the session with a {@link ResumableException} after its pending finals, because the stream is too old. */
    public void retire() {
        lifetime.step(() -> finishResumable(EndReason.MAX_AGE, ResumableException.Cause.MAX_AGE));
    }

    /**
     * Fails the session with a {@link ResumableException} after its pending finals, if it has waited for audio for a
     * time.
     */
    void endIdle(Duration wait) {
        lifetime.step(() -> {
            if (!audio.hasNext() && pace.waited().compareTo(wait) >= 0) {
                finishWith(EndReason.IDLE, () -> resumable(ResumableException.Cause.IDLE));
            }
        });
    }

    /**
     * Fails the session with a {@link ResumableException} after its pending finals, if its client lags by a time,
     * because another call needs the slot.
     */
    void reclaim(Duration lag) {
        lifetime.step(() -> {
            if (!audio.hasNext() && pace.lag().compareTo(lag) >= 0) {
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
        return new ResumableException(cause, audio.progress());
    }

    /** Consumes no more audio, and fails the session with {@code failure} after its pending finals. */
    public void endEarly(Exception failure) {
        lifetime.step(() -> finishWith(EndReason.END_OF_AUDIO, () -> failure));
    }

    /** Drops pending finals and fails the session with {@code failure}. */
    public void abort(Exception failure) {
        abort(() -> failure);
    }

    private void abort(Supplier<Exception> cause) {
        lifetime.step(() -> {
            Exception failure = cause.get();
            lifetime.fail(SessionEnd.of(failure), failure);
        });
    }

    /** Ends the session at once, without calling the listener: stops its decodes and frees its slot. */
    public void cancel() {
        lifetime.close(SessionEnd.CANCELLED);
    }

    /** Runs an action when the session ends, for any reason; at once if it has ended. */
    public void onClosed(Runnable action) {
        lifetime.onClosed(action);
    }

    /**
     * Processes the next slice, if there is one. The rest follows in later steps, so that other sessions run between.
     */
    private void consume() {
        if (ending != null) {
            return;
        }
        try {
            switch (audio.next()) {
                case PROCESSED -> consumeLater();
                case ENDED -> finishWith(EndReason.END_OF_AUDIO, () -> null);
                case WAITING -> {}
            }
        } catch (AudioException | SessionRefusedException e) {
            finishWith(EndReason.END_OF_AUDIO, () -> e);
        }
    }

    private void consumeInStep() {
        lifetime.step(this::consume);
    }

    private void consumeLater() {
        if (!consumesLater && audio.hasNext()) {
            consumesLater = true;
            lifetime.step(() -> {
                consumesLater = false;
                consume();
            });
        }
    }

    private void finishWith(EndReason reason, Supplier<@Nullable Exception> failure) {
        if (ending == null) {
            audio.closeUtterances(reason);
            ending = new Ending(failure);
            endIfFinished();
        }
    }

    /** Ends a stream in the middle of its audio: the client goes on in another one. */
    private void finishResumable(EndReason reason, ResumableException.Cause cause) {
        if (ending == null) {
            audio.closeForResume(reason, config.exactTimes());
            ending = new Ending(() -> resumable(cause));
            endIfFinished();
        }
    }

    private void endIfFinished() {
        if (ending == null || audio.hasPendingFinals() || lifetime.isClosed()) {
            return;
        }
        Exception failure = ending.failure().get();
        if (failure == null) {
            lifetime.complete(audio.progress());
        } else {
            lifetime.fail(SessionEnd.of(failure), failure);
        }
    }

    /** Opens the channels, and receives what happens in them. */
    private final class Channels implements AudioConsumption.ChannelOpener, ChannelTranscription.Session {

        private final ChannelResources resources;
        private final SessionListener listener;
        private final SessionStats stats;

        Channels(ChannelResources resources, SessionListener listener, SessionStats stats) {
            this.resources = resources;
            this.listener = listener;
            this.stats = stats;
        }

        @Override
        public void occupySlots(int channels) throws SessionRefusedException {
            resources.occupySlots(channels);
        }

        @Override
        public ChannelTranscription open(int number, long skipped) {
            return new ChannelTranscription(config, number, skipped, resources, this, listener, stats);
        }

        @Override
        public void step(Runnable action) {
            lifetime.step(action);
        }

        @Override
        public SegmentResult.Progress progress() {
            return audio.progress();
        }

        @Override
        public void onCommitted() {
            audio.onCommitted();
        }

        @Override
        public void onDecoded() {
            // A separate step, so that the finals are delivered first.
            lifetime.step(() -> {
                consume();
                endIfFinished();
            });
        }

        @Override
        public void onFailed(EngineException failure) {
            lifetime.fail(SessionEnd.FAILED, failure);
        }
    }
}
