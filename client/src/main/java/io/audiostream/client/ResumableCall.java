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
import java.util.random.RandomGenerator;

/**
 * A stream that outlives its connections: {@link StreamSender} sends the audio of its caller in one call after another,
 * and this class passes the responses to the listener. {@link ResumeState} knows what a call continues with.
 *
 * <p>Only one call runs at a time, and its responses come one after another. So the listener gets a final exactly once:
 * before it gets one, the stream notes that the audio up to its end needs no other. Thread-safe.
 */
final class ResumableCall {

    private final TranscriptionListener listener;
    private final StreamConnector connector;
    private final StreamEnd end = new StreamEnd();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ResumeState state;

    @GuardedBy("lock")
    private final StreamSender sender;

    @GuardedBy("lock")
    private final ChannelSpeech speech = new ChannelSpeech();

    @GuardedBy("lock")
    private boolean closed;

    ResumableCall(
            AudioMetadata metadata,
            TranscriptionListener listener,
            ResumePolicy policy,
            StreamConnector connector,
            RandomGenerator random) {
        this.listener = listener;
        this.connector = connector;
        state = new ResumeState(metadata, policy, random);
        sender = new StreamSender(state, connector, this::reconnect);
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
            while (!sender.isFinished() && !end.isDecided() && !sender.accepts(chunk.size())) {
                lock.wait();
            }
            end.throwFailure();
            if (sender.isFinished()) {
                throw new IllegalStateException("the stream is finished; open another one for more audio");
            }
            if (end.isDecided()) {
                throw new IllegalStateException("the service has ended the stream; open another one for more audio");
            }
            over = sender.append(chunk, flush, change);
            lock.notifyAll();
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
            unused = !sender.isUsed();
        }
        if (unused) {
            // A stream without audio: the service needs at least one chunk to answer with its error.
            append(ByteString.EMPTY, false, Optional.empty());
        }
        Optional<TranscriptionException> over;
        synchronized (lock) {
            end.throwFailure();
            if (sender.isFinished()) {
                throw new IllegalStateException("the stream is finished already");
            }
            over = sender.finish();
            lock.notifyAll();
        }
        endIfOver(over);
    }

    void awaitEnd() throws TranscriptionException, InterruptedException {
        end.await();
    }

    /** Returns whether the stream ended within the time. */
    boolean awaitEnd(Duration timeout) throws TranscriptionException, InterruptedException {
        return end.await(timeout);
    }

    void close() {
        synchronized (lock) {
            if (end.isDecided() || closed) {
                return;
            }
            closed = true;
            if (sender.cancel()) {
                return;
            }
        }
        end(Optional.of(cancelled(Status.CANCELLED.withDescription("the client closed the stream"))));
    }

    private TranscriptionException cancelled(Status status) {
        synchronized (lock) {
            return TranscriptionException.of(status.asRuntimeException(), state.isAnswered());
        }
    }

    void ready(StreamAttempt attempt) {
        synchronized (lock) {
            if (sender.isCurrent(attempt)) {
                sender.send(attempt);
                lock.notifyAll();
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
            if (!sender.isCurrent(attempt)) {
                return;
            }
        }
        end(Optional.empty());
    }

    void fail(StreamAttempt attempt, TranscriptionException error) {
        Optional<TranscriptionException> reason;
        synchronized (lock) {
            if (!sender.isCurrent(attempt)) {
                return;
            }
            sender.callEnded();
            boolean resumable = state.fail(attempt, error, connector.nanoTime() - attempt.startedNanos());
            if (closed || !resumable) {
                reason = Optional.of(error);
            } else if (sender.isDone()) {
                reason = Optional.empty();
            } else {
                reason = sender.resume();
                lock.notifyAll();
                if (reason.isEmpty()) {
                    return;
                }
            }
        }
        end(reason);
    }

    private void reconnect() {
        Reconnection reconnection;
        synchronized (lock) {
            if (end.isDecided()) {
                return;
            }
            reconnection = state.reconnection();
        }
        try {
            listener.onReconnecting(reconnection);
        } catch (RuntimeException | Error e) {
            // Without a call, no error of the service ends the stream.
            end(Optional.of(cancelled(Status.CANCELLED
                    .withDescription("the listener failed in onReconnecting: " + e)
                    .withCause(e))));
        }
        synchronized (lock) {
            if (!end.isDecided()) {
                connect();
            }
        }
    }

    @GuardedBy("lock")
    private void connect() {
        speech.begin(state.starts());
        sender.open(state.nextAttempt(this, connector.nanoTime()));
    }

    /** Ends the stream, unless another thread or the listener itself does so already. */
    private void end(Optional<TranscriptionException> reason) {
        List<TranscriptionResponse> missing;
        synchronized (lock) {
            if (!end.decide(reason)) {
                return;
            }
            sender.stop();
            // Speech that a session left open lasted to its end: all audio before is final.
            speech.begin(state.starts());
            missing = reason.isPresent() ? List.of() : speech.complete();
            lock.notifyAll();
        }
        try {
            missing.forEach(listener::onSpeechEvent);
            reason.ifPresentOrElse(listener::onFailure, listener::onEnd);
        } finally {
            end.reach();
        }
    }
}
