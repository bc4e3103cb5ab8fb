package io.audiostream.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stream that outlives its connections. It keeps the audio whose text is not final. After a connection breaks, it
 * sends that audio again in a new call, from the first sample that is not final, and moves the responses to their place
 * in the whole stream.
 *
 * <p>Only one call runs at a time, and its responses come one after another. So the listener gets a final exactly once:
 * before it gets one, the stream notes that the audio up to its end needs no other. Thread-safe.
 */
final class ResumableCall {

    /** A call that lasted so long was progress, also if nothing was said in it. */
    private static final long PROGRESS_NANOS = Duration.ofSeconds(30).toNanos();

    private final TranscriptionListener listener;
    private final StreamConnector connector;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ResumableAudio audio;

    @GuardedBy("lock")
    private final Outage outage;

    @GuardedBy("lock")
    private final SpeechTracker speech = new SpeechTracker();

    /** The call that runs; null between two calls. */
    @GuardedBy("lock")
    private @Nullable StreamAttempt current;

    /** The error that ended the last call; null before the first error. */
    @GuardedBy("lock")
    private @Nullable TranscriptionException lastError;

    @GuardedBy("lock")
    private boolean scheduled;

    /** Whether audio of an earlier call is sent again. */
    @GuardedBy("lock")
    private boolean recovering;

    @GuardedBy("lock")
    private boolean answered;

    @GuardedBy("lock")
    private boolean finished;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private @Nullable TranscriptionException failure;

    @GuardedBy("lock")
    private String sessionId = "";

    @GuardedBy("lock")
    private int nextSegment;

    ResumableCall(
            AudioMetadata metadata,
            TranscriptionListener listener,
            ResumePolicy policy,
            StreamConnector connector,
            RandomGenerator random) {
        this.listener = listener;
        this.connector = connector;
        this.audio = new ResumableAudio(metadata, policy);
        this.outage = new Outage(policy, random);
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
                    answered);
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
            answered = true;
            outage.connected();
            if (!response.getSessionId().isEmpty()) {
                sessionId = response.getSessionId();
            }
            if (audio.commit(attempt.shift().position(response.getMetadata().getAudioCommitted()))) {
                outage.end();
                lock.notifyAll();
            }
            if (response.getIsFinal()) {
                nextSegment = shifted.getMetadata().getSegmentIndex() + 1;
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
            lastError = error;
            boolean resumePoint = error.resumeChunk().isPresent()
                    && audio.commitBefore(error.resumeChunk().getAsInt());
            boolean lasted = connector.nanoTime() - attempt.startedNanos() > PROGRESS_NANOS;
            if (lasted) {
                outage.connected();
            }
            if (resumePoint || lasted) {
                outage.end();
            }
            if (closed || !ResumableErrors.isResumable(error, answered, outage.attempts() > 0)) {
                reason = Optional.of(error);
            } else if (finished && audio.isCommitted()) {
                reason = Optional.empty();
            } else {
                reason = resume(error);
                if (reason.isEmpty()) {
                    return;
                }
            }
        }
        end(reason);
    }

    /** Prepares another call. Returns the error that ends the stream if it cannot resume. */
    @GuardedBy("lock")
    private Optional<TranscriptionException> resume(TranscriptionException error) {
        if (outage.timeout().isZero()) {
            return Optional.of(error);
        }
        Optional<String> obstacle = audio.rewind(nextSegment > 0);
        if (obstacle.isPresent()) {
            return Optional.of(new TranscriptionException(error, obstacle.get() + ": " + error.getMessage(), answered));
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
        TranscriptionException error = Objects.requireNonNull(lastError);
        Optional<Duration> delay =
                outage.next(connector.nanoTime(), error.retryDelay().orElse(Duration.ZERO));
        if (delay.isPresent()) {
            scheduled = true;
            connector.schedule(this::reconnect, delay.get());
            return Optional.empty();
        }
        return Optional.of(new TranscriptionException(
                error,
                "%s (%d attempts in %s s; text is final up to %.1f s)"
                        .formatted(
                                error.getMessage(),
                                outage.attempts(),
                                outage.timeout().toSeconds(),
                                audio.position().toMillis() / 1e3),
                answered));
    }

    private void reconnect() {
        Reconnection reconnection;
        synchronized (lock) {
            if (ended) {
                return;
            }
            reconnection = new Reconnection(outage.attempts(), audio.position(), Objects.requireNonNull(lastError));
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
        speech.begin(audio.position());
        current = new StreamAttempt(
                this,
                new ResponseShift(audio.position(), nextSegment),
                audio.metadata(),
                sessionId,
                audio.header(),
                connector.nanoTime());
        connector.open(current);
    }

    @GuardedBy("lock")
    private boolean accepts(int size) {
        return recovering ? audio.hasRoomFor(size) : !audio.hasUnsent();
    }

    private void end(Optional<TranscriptionException> reason) {
        Optional<TranscriptionResponse> missing;
        synchronized (lock) {
            missing = reason.isPresent() ? Optional.empty() : speech.complete();
        }
        try {
            missing.ifPresent(listener::onSpeechEvent);
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
