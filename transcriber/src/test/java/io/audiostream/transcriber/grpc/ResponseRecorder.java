package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;

import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Records the responses and the status of a stream. */
final class ResponseRecorder implements StreamObserver<TranscriptionResponse> {

    private final List<TranscriptionResponse> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();
    private volatile StatusRuntimeException failure;

    @Override
    public void onNext(TranscriptionResponse response) {
        received.add(response);
    }

    @Override
    public void onError(Throwable cause) {
        failure = (StatusRuntimeException) cause;
        status.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        status.complete(Status.OK);
    }

    /** Waits for the end of the stream. */
    Status status() {
        return status(TIMEOUT);
    }

    /** Works like {@link #status()}, with another timeout. */
    Status status(Duration timeout) {
        try {
            return status.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the stream did not end; received so far: " + received, e);
        }
    }

    /** Waits for the stream to fail. */
    StatusRuntimeException failure() {
        status();
        if (failure == null) {
            throw new AssertionError("the stream ended with OK: " + received);
        }
        return failure;
    }

    boolean ended() {
        return status.isDone();
    }

    List<TranscriptionResponse> all() {
        return List.copyOf(received);
    }

    List<TranscriptionResponse> finals() {
        return received.stream().filter(TranscriptionResponse::getIsFinal).toList();
    }

    List<TranscriptionResponse> interims() {
        return received.stream().filter(response -> !response.getIsFinal()).toList();
    }

    /** Waits for a number of finals. */
    List<TranscriptionResponse> awaitFinals(int count) {
        await().until(() -> finals().size() >= count);
        return finals();
    }

    /** Waits for a number of interims. */
    List<TranscriptionResponse> awaitInterims(int count) {
        await().until(() -> interims().size() >= count);
        return interims();
    }
}
