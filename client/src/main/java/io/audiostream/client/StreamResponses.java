package io.audiostream.client;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The receiving half of a stream: passes results on, and lets the sender wait for room and for the end. */
final class StreamResponses implements ClientResponseObserver<AudioChunk, TranscriptionResponse> {

    private final TranscriptionListener listener;
    private final Object monitor = new Object();
    private @Nullable ClientCallStreamObserver<AudioChunk> requests;
    private boolean ended;
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
            synchronized (monitor) {
                monitor.notifyAll();
            }
        });
    }

    @Override
    public void onNext(TranscriptionResponse response) {
        if (response.getIsFinal()) {
            listener.onFinal(response);
        } else {
            listener.onInterim(response);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        TranscriptionException reason = TranscriptionException.of(thrown);
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
        synchronized (monitor) {
            ended = true;
            failure = reason;
            monitor.notifyAll();
        }
    }

    /** Waits until the connection takes another message, and throws when none will be taken any more. */
    void awaitReady() throws TranscriptionException, InterruptedException {
        synchronized (monitor) {
            while (!ended && !requests().isReady()) {
                monitor.wait();
            }
            throwFailure();
            if (ended) {
                throw new IllegalStateException("the service has ended the stream; open another one for more audio");
            }
        }
    }

    void awaitEnd() throws TranscriptionException, InterruptedException {
        synchronized (monitor) {
            while (!ended) {
                monitor.wait();
            }
            throwFailure();
        }
    }

    private void throwFailure() throws TranscriptionException {
        if (failure != null) {
            // A new one for each caller, whose own stack it then shows.
            throw new TranscriptionException(failure);
        }
    }
}
