package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Answers each chunk with its index and each file with its size. Files named {@link #SILENCE} get no response. */
final class EchoService extends AudioStreamServiceImplBase {
    static final String SILENCE = "silence";

    /** A file of this name is refused, with a detail. */
    static final String REFUSED = "refused";

    /** A file of this name gets a response of its own size. */
    static final String SAME_SIZE_RESPONSE = "same-size-response";

    /** A file of this name gets a response of twice its size. */
    static final String DOUBLE_SIZE_RESPONSE = "double-size-response";

    /** A file of this name gets a response of {@link #LARGE_RESPONSE_BYTES}. */
    static final String LARGE_RESPONSE = "large-response";

    static final int LARGE_RESPONSE_BYTES = 8 << 20;

    /** A chunk of this index delays the end of its stream by {@link #END_DELAY}. */
    static final int DELAYING_CHUNK = 99;

    static final Duration END_DELAY = Duration.ofSeconds(20);

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> responses) {
        return new Observer(responses) {
            private Executor endExecutor = Runnable::run;

            @Override
            public void onNext(AudioChunk chunk) {
                if (chunk.getChunkIndex() == DELAYING_CHUNK) {
                    endExecutor = CompletableFuture.delayedExecutor(END_DELAY.toSeconds(), TimeUnit.SECONDS);
                }
                responses.onNext(text("chunk " + chunk.getChunkIndex()));
            }

            @Override
            public void onCompleted() {
                endExecutor.execute(super::onCompleted);
            }
        };
    }

    @Override
    public StreamObserver<AudioChunk> uploadAudio(StreamObserver<TranscriptionResponse> responses) {
        return new Observer(responses) {
            @Override
            public void onNext(AudioChunk chunk) {}

            @Override
            public void onCompleted() {
                responses.onNext(text("uploaded"));
                super.onCompleted();
            }
        };
    }

    @Override
    public void transcribeAudio(AudioFile file, StreamObserver<TranscriptionResponse> responses) {
        respond(file, responses);
    }

    @Override
    public void streamTranscriptions(AudioFile file, StreamObserver<TranscriptionResponse> responses) {
        respond(file, responses);
    }

    private static void respond(AudioFile file, StreamObserver<TranscriptionResponse> responses) {
        if (file.getFilename().equals(SILENCE)) {
            return;
        }
        if (file.getFilename().equals(REFUSED)) {
            responses.onError(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                    .setMessage("no slot is free")
                    .addDetails(Any.pack(RetryInfo.newBuilder()
                            .setRetryDelay(Durations.fromSeconds(1))
                            .build()))
                    .build()));
            return;
        }
        var data = file.getAudioData();
        responses.onNext(
                switch (file.getFilename()) {
                    case SAME_SIZE_RESPONSE -> text(data);
                    case LARGE_RESPONSE -> text(ByteString.copyFrom(new byte[LARGE_RESPONSE_BYTES]));
                    case DOUBLE_SIZE_RESPONSE -> text(data.concat(data));
                    default -> text(data.size() + " bytes");
                });
        responses.onCompleted();
    }

    private static TranscriptionResponse text(ByteString text) {
        return TranscriptionResponse.newBuilder().setTextBytes(text).build();
    }

    private static TranscriptionResponse text(String text) {
        return TranscriptionResponse.newBuilder().setText(text).build();
    }

    private abstract static class Observer implements StreamObserver<AudioChunk> {
        private final StreamObserver<TranscriptionResponse> responses;

        Observer(StreamObserver<TranscriptionResponse> responses) {
            this.responses = responses;
        }

        @Override
        public void onError(Throwable cancelled) {
            // The client cancelled the call: there is nothing to send.
        }

        @Override
        public void onCompleted() {
            responses.onCompleted();
        }
    }
}
