package io.audiostream.systemtest;

import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Records the responses and the status of one stream. Thread-safe. */
public final class ResponseRecorder implements StreamObserver<TranscriptionResponse> {

    private final List<TranscriptionResponse> responses = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    @Override
    public void onNext(TranscriptionResponse response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable cause) {
        status.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        status.complete(Status.OK);
    }

    /** Waits for the end of the stream and returns its status. */
    public Status awaitStatus() {
        try {
            return status.get(Timeouts.EVENT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the stream did not end; responses so far: " + responses, e);
        }
    }

    /** Returns the status of a stream that has ended, nothing while it is open. */
    public Optional<Status> statusNow() {
        return Optional.ofNullable(status.getNow(null));
    }

    public List<TranscriptionResponse> responses() {
        return List.copyOf(responses);
    }

    public List<TranscriptionResponse> interims() {
        return responses.stream().filter(response -> !response.getIsFinal()).toList();
    }

    public List<TranscriptionResponse> finals() {
        return responses.stream().filter(TranscriptionResponse::getIsFinal).toList();
    }

    /** Returns the text of all finals, normalized. */
    public String finalText() {
        return TextNormalizer.normalize(String.join(
                " ", finals().stream().map(TranscriptionResponse::getText).toList()));
    }
}
