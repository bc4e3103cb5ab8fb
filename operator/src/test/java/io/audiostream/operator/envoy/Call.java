package io.audiostream.operator.envoy;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A StreamAudio call that sends one chunk at a time. */
final class Call implements StreamObserver<TranscriptionResponse> {
    /** Follows the last response, so that a test need not wait for one that cannot come. */
    private static final String END = "the call has ended";

    private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<AudioChunk> chunks;

    private Call(Channel channel) {
        chunks = AudioStreamServiceGrpc.newStub(channel).streamAudio(this);
    }

    static Call open(Channel channel) {
        return new Call(channel);
    }

    /** Sends a chunk and returns the text of its response; fails when the call has ended or gets no response. */
    String send(int index) throws InterruptedException {
        chunks.onNext(AudioChunk.newBuilder().setChunkIndex(index).build());
        var response = responses.poll(EnvoyFixture.EVENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (response == null || response.equals(END)) {
            throw new AssertionError("no response to chunk " + index + "; the call: " + end.getNow(null));
        }
        return response;
    }

    boolean isOpen() {
        return !end.isDone();
    }

    /** Tells the server that no chunk follows. */
    void halfClose() {
        chunks.onCompleted();
    }

    Status finish() {
        halfClose();
        return awaitEnd();
    }

    /** Waits until the call has ended. */
    Status awaitEnd() {
        return end.orTimeout(EnvoyFixture.EVENT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Returns whether the call ends within a time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        try {
            end.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void onNext(TranscriptionResponse response) {
        responses.add(response.getText());
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
        responses.add(END);
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
        responses.add(END);
    }
}
