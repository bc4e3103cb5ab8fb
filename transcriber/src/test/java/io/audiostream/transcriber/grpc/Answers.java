package io.audiostream.transcriber.grpc;

import static org.awaitility.Awaitility.await;

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

/** Everything that came back on a stream. */
final class Answers implements StreamObserver<TranscriptionResponse> {

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
        return status(Duration.ofSeconds(20));
    }

    /** Like {@link #status()}, for a stream that takes longer. */
    Status status(Duration patience) {
        try {
            return status.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the stream did not end; received so far: " + received, e);
        }
    }

    /** Waits for the stream to fail. */
    StatusRuntimeException failure() {
        status();
        if (failure == null) {
            throw new AssertionError("the stream ended well: " + received);
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

    /** Waits for the first so many finals. */
    List<TranscriptionResponse> awaitFinals(int count) {
        await().until(() -> finals().size() >= count);
        return finals();
    }

    /** Waits for the first so many interims. */
    List<TranscriptionResponse> awaitInterims(int count) {
        await().until(() -> interims().size() >= count);
        return interims();
    }
}
