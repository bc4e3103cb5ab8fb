package io.audiostream.systemtest;

import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Everything that came back on a stream. */
public final class Answers implements StreamObserver<TranscriptionResponse> {

    private final List<TranscriptionResponse> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    @Override
    public void onNext(TranscriptionResponse response) {
        received.add(response);
    }

    @Override
    public void onError(Throwable cause) {
        status.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        status.complete(Status.OK);
    }

    /** Waits for the end of the stream. */
    public Status status() {
        try {
            return status.get(2, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the stream did not end; received so far: " + received, e);
        }
    }

    /** How the stream ended; null while it goes on. */
    public Status ended() {
        return status.getNow(null);
    }

    public List<TranscriptionResponse> all() {
        return List.copyOf(received);
    }

    public List<TranscriptionResponse> interims() {
        return received.stream().filter(response -> !response.getIsFinal()).toList();
    }

    /** The finals' text, in plain words. */
    public String words() {
        return Words.of(String.join(
                " ",
                received.stream()
                        .filter(TranscriptionResponse::getIsFinal)
                        .map(TranscriptionResponse::getText)
                        .toList()));
    }
}
