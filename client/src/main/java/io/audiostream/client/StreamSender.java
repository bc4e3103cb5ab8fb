package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends the audio of a stream in the call that runs. Without a call it schedules the next one as soon as there is
 * something to send. Not thread-safe: {@link ResumableCall} holds its lock.
 */
final class StreamSender {

    private final ResumeState state;
    private final ResumableAudio audio;
    private final StreamConnector connector;
    private final Runnable reconnect;

    /** The call that runs; null between two calls. */
    private @Nullable StreamAttempt current;

    private boolean scheduled;

    /** Whether audio of an earlier call is sent again. */
    private boolean recovering;

    private boolean finished;
    private boolean stopped;

    /** @param reconnect opens the next call, on a thread of the client */
    StreamSender(ResumeState state, StreamConnector connector, Runnable reconnect) {
        this.state = state;
        audio = state.audio();
        this.connector = connector;
        this.reconnect = reconnect;
    }

    /** Starts a call, which is the current one until its end. */
    void open(StreamAttempt attempt) {
        scheduled = false;
        current = attempt;
        connector.open(attempt);
    }

    boolean isCurrent(StreamAttempt attempt) {
        return attempt == current;
    }

    /** Returns whether a chunk was ever appended. */
    boolean isUsed() {
        return audio.isUsed();
    }

    /** Returns whether the stream has all of its audio. */
    boolean isFinished() {
        return finished;
    }

    /** Returns whether a chunk of this size need not wait. */
    boolean accepts(int size) {
        return recovering ? audio.hasRoomFor(size) : !audio.hasUnsent();
    }

    /** Appends a chunk. Returns the error that ends the stream if its time is over. */
    Optional<TranscriptionException> append(ByteString chunk, boolean flush, Optional<AudioMetadata> change) {
        audio.append(chunk, flush, change);
        Optional<TranscriptionException> over = drive();
        audio.shrink();
        return over;
    }

    /** Notes that no chunk follows. Returns the error that ends the stream if its time is over. */
    Optional<TranscriptionException> finish() {
        finished = true;
        return drive();
    }

    /** Notes that the current call has ended. */
    void callEnded() {
        current = null;
    }

    /** Returns whether all audio is transcribed, so that no call need follow. */
    boolean isDone() {
        return finished && audio.isCommitted();
    }

    /** Prepares another call. Returns the error that ends the stream if it cannot resume. */
    Optional<TranscriptionException> resume() {
        Optional<TranscriptionException> obstacle = state.rewind();
        if (obstacle.isPresent()) {
            return obstacle;
        }
        recovering = true;
        return drive();
    }

    /** Cancels the current call, whose end ends the stream. Returns false if there is none. */
    boolean cancel() {
        if (current == null) {
            return false;
        }
        current.cancel();
        return true;
    }

    /** Opens no call any more. */
    void stop() {
        stopped = true;
        current = null;
    }

    /** Sends what can be sent now, or schedules a call. Returns the error that ends the stream if its time is over. */
    private Optional<TranscriptionException> drive() {
        StreamAttempt attempt = current;
        if (attempt == null) {
            // A silent client needs no connection before it has audio again.
            return !scheduled && !stopped && (finished || audio.hasUnsent()) ? schedule() : Optional.empty();
        }
        send(attempt);
        return Optional.empty();
    }

    /** Sends what the call takes now. */
    void send(StreamAttempt attempt) {
        while (audio.hasUnsent() && attempt.isReady()) {
            attempt.send(audio.next());
        }
        if (!audio.hasUnsent()) {
            recovering = false;
            if (finished) {
                attempt.halfClose();
            }
        }
    }

    private Optional<TranscriptionException> schedule() {
        Optional<Duration> delay = state.nextDelay(connector.nanoTime());
        if (delay.isEmpty()) {
            return Optional.of(state.timeout());
        }
        scheduled = true;
        connector.schedule(reconnect, delay.get());
        return Optional.empty();
    }
}
