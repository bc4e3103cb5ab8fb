package io.audiostream.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stream that outlives its connections: it sends the audio of its caller in one call after another, and passes the
 * responses to the listener. {@link ResumeState} knows what a call continues with.
 *
 * <p>Only one call runs at a time, and its responses come one after another. So the listener gets a final exactly once:
 * before it gets one, the stream notes that the audio up to its end needs no other. Thread-safe.
 */
final class ResumableCall {

    private final TranscriptionListener listener;
    private final StreamConnector connector;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ResumeState state;

    @GuardedBy("lock")
    private final ResumableAudio audio;

    @GuardedBy("lock")
    private final ChannelSpeech speech = new ChannelSpeech();

    /** The call that runs; null between two calls. */
    @GuardedBy("lock")
    private @Nullable StreamAttempt current;

    @GuardedBy("lock")
    private boolean scheduled;

    /** Whether audio of an earlier call is sent again. */
    @GuardedBy("lock")
    private boolean recovering;

    @GuardedBy("lock")
    private boolean finished;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private @Nullable TranscriptionException failure;

    ResumableCall(
            AudioMetadata metadata,
            TranscriptionListener listener,
            ResumePolicy policy,
            StreamConnector connector,
            RandomGenerator random) {
        this.listener = listener;
        this.connector = connector;
        state = new ResumeState(metadata, policy, random);
        audio = state.audio();
    }

    void open() {
        synchronized (lock) {
            connect();
        }
    }

    /** Appends a chunk. Waits while the service holds the stream back, or the buffer is full without connection. */
    void append(ByteString chunk, boolean flush, Optional<AudioMetadata> change)
            throws TranscriptionException, InterruptedException {
        Optional<TranscriptionException> over;
        synchronized (lock) {
            while (!finished && !ended && !accepts(chunk.size())) {
                lock.wait();
            }
            throwFailure();
            if (finished) {
                throw new IllegalStateException("the stream is finished; open another one for more audio");
            }
            if (ended) {
                throw new IllegalStateException("the service has ended the stream; open another one for more audio");
            }
            audio.append(chunk, flush, change);
            over = drive();
            audio.shrink();
        }
        endIfOver(over);
    }

    private void endIfOver(Optional<TranscriptionException> over) throws TranscriptionException {
        if (over.isPresent()) {
            end(over);
            throw new TranscriptionException(over.get());
        }
    }

    void finish() throws TranscriptionException, InterruptedException {
        boolean unused;
        synchronized (lock) {
            unused = !audio.isUsed();
        }
        if (unused) {
            // A stream without audio: the service needs at least one chunk to answer with its error.
            append(ByteString.EMPTY, false, Optional.empty());
        }
        Optional<TranscriptionException> over;
        synchronized (lock) {
            throwFailure();
            if (finished) {
                throw new IllegalStateException("the stream is finished already");
            }
            finished = true;
            over = drive();
            lock.notifyAll();
        }
        endIfOver(over);
    }

    void awaitEnd() throws TranscriptionException, InterruptedException {
        synchronized (lock) {
            while (!ended) {
                lock.wait();
            }
            throwFailure();
        }
    }

    /** Returns whether the stream ended within the time. */
    boolean awaitEnd(Duration timeout) throws TranscriptionException, InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            for (long left = timeout.toNanos(); !ended && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            throwFailure();
            return ended;
        }
    }

    void close() {
        TranscriptionException reason;
        synchronized (lock) {
            if (ended || closed) {
                return;
            }
            closed = true;
            if (current != null) {
                // The end of the call ends the stream.
                current.cancel();
                return;
            }
            reason = TranscriptionException.of(
                    Status.CANCELLED
                            .withDescription("the client closed the stream")
                            .asRuntimeException(),
                    state.isAnswered());
        }
        end(Optional.of(reason));
    }

    void ready(StreamAttempt attempt) {
        synchronized (lock) {
            if (attempt == current) {
                send(attempt);
            }
        }
    }

    void receive(StreamAttempt attempt, TranscriptionResponse response) {
        TranscriptionResponse shifted = attempt.shift().apply(response);
        boolean isEvent = response.getMetadata().getSpeechEvent() != SpeechEvent.SPEECH_EVENT_UNSPECIFIED;
        List<TranscriptionResponse> events;
        synchronized (lock) {
            if (state.receive(shifted)) {
                lock.notifyAll();
            }
            events = isEvent ? speech.accept(shifted) : List.of();
        }
        try {
            if (isEvent) {
                events.forEach(listener::onSpeechEvent);
            } else if (response.getIsFinal()) {
                listener.onFinal(shifted);
            } else {
                listener.onInterim(shifted);
            }
        } catch (RuntimeException e) {
            // gRPC cancels the call of a listener that fails. Another call would not help.
            synchronized (lock) {
                closed = true;
            }
            throw e;
        }
    }

    void complete(StreamAttempt attempt) {
        synchronized (lock) {
            if (attempt != current) {
                return;
            }
        }
        end(Optional.empty());
    }

    void fail(StreamAttempt attempt, TranscriptionException error) {
        Optional<TranscriptionException> reason;
        synchronized (lock) {
            if (attempt != current) {
                return;
            }
            current = null;
            boolean resumable = state.fail(attempt, error, connector.nanoTime() - attempt.startedNanos());
            if (closed || !resumable) {
                reason = Optional.of(error);
            } else if (finished && audio.isCommitted()) {
                reason = Optional.empty();
            } else {
                reason = resume();
                if (reason.isEmpty()) {
                    return;
                }
            }
        }
        end(reason);
    }

    /** Prepares another call. Returns the error that ends the stream if it cannot resume. */
    @GuardedBy("lock")
    private Optional<TranscriptionException> resume() {
        Optional<TranscriptionException> obstacle = state.rewind();
        if (obstacle.isPresent()) {
            return obstacle;
        }
        recovering = true;
        lock.notifyAll();
        return drive();
    }

    /** Sends what can be sent now, or connects. Returns the error that ends the stream if its time is over. */
    @GuardedBy("lock")
    private Optional<TranscriptionException> drive() {
        StreamAttempt attempt = current;
        if (attempt == null) {
            // A silent client needs no connection before it has audio again.
            return !scheduled && !ended && (finished || audio.hasUnsent()) ? schedule() : Optional.empty();
        }
        send(attempt);
        return Optional.empty();
    }

    @GuardedBy("lock")
    private void send(StreamAttempt attempt) {
        while (audio.hasUnsent() && attempt.isReady()) {
            attempt.send(audio.next());
        }
        if (!audio.hasUnsent()) {
            recovering = false;
            if (finished) {
                attempt.halfClose();
            }
        }
        lock.notifyAll();
    }

    @GuardedBy("lock")
    private Optional<TranscriptionException> schedule() {
        Optional<Duration> delay = state.nextDelay(connector.nanoTime());
        if (delay.isEmpty()) {
            return Optional.of(state.timeout());
        }
        scheduled = true;
        connector.schedule(this::reconnect, delay.get());
        return Optional.empty();
    }

    private void reconnect() {
        Reconnection reconnection;
        synchronized (lock) {
            if (ended) {
                return;
            }
            reconnection = state.reconnection();
        }
        listener.onReconnecting(reconnection);
        synchronized (lock) {
            scheduled = false;
            if (!ended) {
                connect();
            }
        }
    }

    @GuardedBy("lock")
    private void connect() {
        speech.begin(state.starts());
        current = state.nextAttempt(this, connector.nanoTime());
        connector.open(current);
    }

    @GuardedBy("lock")
    private boolean accepts(int size) {
        return recovering ? audio.hasRoomFor(size) : !audio.hasUnsent();
    }

    private void end(Optional<TranscriptionException> reason) {
        List<TranscriptionResponse> missing;
        synchronized (lock) {
            // Speech that a session left open lasted to its end: all audio before is final.
            speech.begin(state.starts());
            missing = reason.isPresent() ? List.of() : speech.complete();
        }
        try {
            missing.forEach(listener::onSpeechEvent);
            reason.ifPresentOrElse(listener::onFailure, listener::onEnd);
        } finally {
            synchronized (lock) {
                ended = true;
                current = null;
                failure = reason.orElse(null);
                lock.notifyAll();
            }
        }
    }

    @GuardedBy("lock")
    private void throwFailure() throws TranscriptionException {
        if (failure != null) {
            // A new exception for each caller, so that its stack trace is the caller's.
            throw new TranscriptionException(failure);
        }
    }
}
