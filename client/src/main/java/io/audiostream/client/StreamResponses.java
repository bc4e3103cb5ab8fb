package io.audiostream.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives the responses of a stream and passes them to the listener. Blocks the sender until the stream is ready for
 * another message. Thread-safe.
 */
final class StreamResponses implements ClientResponseObserver<AudioChunk, TranscriptionResponse> {

    private final TranscriptionListener listener;
    private final Object lock = new Object();
    /** Set once, before the call starts. */
    private @Nullable ClientCallStreamObserver<AudioChunk> requests;

    /** Written and read by the thread of the call. */
    private boolean answered;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private @Nullable TranscriptionException failure;

    StreamResponses(TranscriptionListener listener) {
        this.listener = listener;
    }

    ClientCallStreamObserver<AudioChunk> requests() {
        return Objects.requireNonNull(requests, "the call has not been started");
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AudioChunk> requestStream) {
        requests = requestStream;
        requestStream.setOnReadyHandler(() -> {
            synchronized (lock) {
                lock.notifyAll();
            }
        });
    }

    @Override
    public void onNext(TranscriptionResponse response) {
        answered = true;
        if (response.getIsFinal()) {
            listener.onFinal(response);
        } else {
            listener.onInterim(response);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        TranscriptionException reason = TranscriptionException.of(thrown, answered);
        try {
            listener.onFailure(reason);
        } finally {
            end(reason);
        }
    }

    @Override
    public void onCompleted() {
        try {
            listener.onEnd();
        } finally {
            end(null);
        }
    }

    private void end(@Nullable TranscriptionException reason) {
        synchronized (lock) {
            ended = true;
            failure = reason;
            lock.notifyAll();
        }
    }

    /**
     * Waits until the stream accepts another message.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException if the service ended the stream without an error
     */
    void awaitReady() throws TranscriptionException, InterruptedException {
        synchronized (lock) {
            while (!ended && !requests().isReady()) {
                lock.wait();
            }
            throwFailure();
            if (ended) {
                throw new IllegalStateException("the service has ended the stream; open another one for more audio");
            }
        }
    }

    void awaitEnd() throws TranscriptionException, InterruptedException {
        synchronized (lock) {
            while (!ended) {
                lock.wait();
            }
            throwFailure();
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
