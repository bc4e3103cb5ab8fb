package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.websocket.AudioFeed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The input audio buffer of a connection: what the client appends, commits and clears. The audio is transcribed while
 * it is appended, so the buffer holds none. Used by one thread.
 */
final class AudioBuffer {

    /** Minimum audio of an item that the client commits, in ms, as OpenAI has it. */
    private static final long MIN_ITEM_MILLIS = 100;

    /** Maximum audio of a step, in ms. */
    private static final int SLICE_MILLIS = 500;

    private final AudioFeed feed;
    private final ServerEvents events;
    private final Consumer<SessionFailure> onFailed;
    private RealtimeConfig config = RealtimeConfig.DEFAULT;
    private @Nullable CommittedItem item;

    /** Audio that was appended to the connection, in ms. */
    private double appendedMillis;

    /** @param onFailed ends the connection */
    AudioBuffer(AudioFeed feed, ServerEvents events, Consumer<SessionFailure> onFailed) {
        this.feed = feed;
        this.events = events;
        this.onFailed = onFailed;
    }

    RealtimeConfig config() {
        return config;
    }

    /**
     * Changes the configuration of the audio from now on. What was appended before keeps its own. The server ends the
     * open item if it ends the later ones: the client would not commit it.
     */
    void configure(RealtimeConfig changed) {
        if (changed.equals(config)) {
            return;
        }
        CommittedItem open = changed.turnDetection().isPresent() ? item : null;
        if (open == null) {
            feed.end();
        } else {
            end(open);
        }
        config = changed;
    }

    void append(ByteBuffer audio) throws ApiException, SessionRefusedException {
        InputFormat format = config.format();
        if (audio.remaining() % format.bytesPerSample() != 0) {
            throw new ApiException(
                    400,
                    "audio",
                    "invalid_value",
                    "the audio has %d bytes: send whole samples of %d bytes"
                            .formatted(audio.remaining(), format.bytesPerSample()));
        }
        int sliceBytes = format.rateHertz() * SLICE_MILLIS / 1_000 * format.bytesPerSample();
        while (audio.hasRemaining()) {
            int length = Math.min(sliceBytes, audio.remaining());
            feed.append(audio.slice(audio.position(), length), config.request(), this::listener);
            audio.position(audio.position() + length);
            appendedMillis += length * 1_000.0 / (format.bytesPerSample() * format.rateHertz());
        }
    }

    private SessionListener listener() {
        if (config.turnDetection().isPresent()) {
            return new DetectedItems(events, config.logprobs(), (long) appendedMillis, onFailed);
        }
        CommittedItem open = item;
        if (open == null) {
            open = new CommittedItem(events, config.logprobs(), (long) appendedMillis, onFailed);
            item = open;
        }
        return open;
    }

    /** Returns the audio of the connection whose text the client has if the next audio is refused, in ms. */
    long doneMillis() {
        CommittedItem open = item;
        return open == null ? (long) appendedMillis : open.offsetMillis();
    }

    /** Makes an item of the audio. If the server ends the items, ends the open one. */
    void commit() throws ApiException {
        CommittedItem open = item;
        if (open == null && config.turnDetection().isPresent()) {
            feed.flush();
            return;
        }
        double millis = open == null ? 0 : appendedMillis - open.offsetMillis();
        if (open == null || millis < MIN_ITEM_MILLIS) {
            throw new ApiException(
                    400,
                    null,
                    "input_audio_buffer_commit_empty",
                    "the buffer has %.0f ms of audio: append at least %d ms before a commit"
                            .formatted(millis, MIN_ITEM_MILLIS));
        }
        end(open);
    }

    private void end(CommittedItem open) {
        item = null;
        open.commit();
        feed.end();
        open.complete(Duration.ofMillis((long) (appendedMillis - open.offsetMillis())));
    }

    /** Drops the audio that is not part of an item yet. */
    void clear() {
        feed.cancel();
        item = null;
        events.cleared();
    }
}
