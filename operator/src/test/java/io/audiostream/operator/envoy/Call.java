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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One StreamAudio call, a chunk at a time. */
final class Call implements StreamObserver<TranscriptionResponse> {
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<AudioChunk> chunks;

    private Call(Channel channel) {
        chunks = AudioStreamServiceGrpc.newStub(channel).streamAudio(this);
    }

    static Call open(Channel channel) {
        return new Call(channel);
    }

    /** Sends a chunk and returns the text that answers it; fails when the call has ended or nothing comes. */
    String send(int index) throws InterruptedException {
        chunks.onNext(AudioChunk.newBuilder().setChunkIndex(index).build());
        var answer = answers.poll(10, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer to chunk " + index + "; the call: " + end);
        }
        return answer;
    }

    boolean isOpen() {
        return !end.isDone();
    }

    /** Says that no chunk follows. */
    void halfClose() {
        chunks.onCompleted();
    }

    Status finish() {
        halfClose();
        return endWithin(Duration.ofSeconds(10));
    }

    Status endWithin(Duration limit) {
        return end.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void onNext(TranscriptionResponse answer) {
        answers.add(answer.getText());
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }
}
