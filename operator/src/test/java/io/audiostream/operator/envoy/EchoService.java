package io.audiostream.operator.envoy;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Answers each chunk with its number and each file with its size; files named {@link #SILENCE} get no answer. */
final class EchoService extends AudioStreamServiceImplBase {
    static final String SILENCE = "silence";

    /** A file of this name is answered with as many bytes as it has. */
    static final String LARGE_ANSWER = "large-answer";

    /** A file of this name is answered with twice as many bytes as it has. */
    static final String DOUBLE_ANSWER = "double-answer";

    /** After a chunk of this number the end of the stream is thought about for {@link #THINKING}. */
    static final int HARD_CHUNK = 99;

    static final Duration THINKING = Duration.ofSeconds(20);

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> answers) {
        return new Observer(answers) {
            private Executor ending = Runnable::run;

            @Override
            public void onNext(AudioChunk chunk) {
                if (chunk.getChunkIndex() == HARD_CHUNK) {
                    ending = CompletableFuture.delayedExecutor(THINKING.toSeconds(), TimeUnit.SECONDS);
                }
                answers.onNext(text("chunk " + chunk.getChunkIndex()));
            }

            @Override
            public void onCompleted() {
                ending.execute(super::onCompleted);
            }
        };
    }

    @Override
    public StreamObserver<AudioChunk> uploadAudio(StreamObserver<TranscriptionResponse> answers) {
        return new Observer(answers) {
            @Override
            public void onNext(AudioChunk chunk) {}

            @Override
            public void onCompleted() {
                answers.onNext(text("uploaded"));
                super.onCompleted();
            }
        };
    }

    @Override
    public void transcribeAudio(AudioFile file, StreamObserver<TranscriptionResponse> answers) {
        answer(file, answers);
    }

    @Override
    public void streamTranscriptions(AudioFile file, StreamObserver<TranscriptionResponse> answers) {
        answer(file, answers);
    }

    private static void answer(AudioFile file, StreamObserver<TranscriptionResponse> answers) {
        if (file.getFilename().equals(SILENCE)) {
            return;
        }
        var data = file.getAudioData();
        answers.onNext(
                switch (file.getFilename()) {
                    case LARGE_ANSWER -> text(data);
                    case DOUBLE_ANSWER -> text(data.concat(data));
                    default -> text(data.size() + " bytes");
                });
        answers.onCompleted();
    }

    private static TranscriptionResponse text(ByteString text) {
        return TranscriptionResponse.newBuilder().setTextBytes(text).build();
    }

    private static TranscriptionResponse text(String text) {
        return TranscriptionResponse.newBuilder().setText(text).build();
    }

    private abstract static class Observer implements StreamObserver<AudioChunk> {
        private final StreamObserver<TranscriptionResponse> answers;

        Observer(StreamObserver<TranscriptionResponse> answers) {
            this.answers = answers;
        }

        @Override
        public void onError(Throwable cancelled) {
            // The call is over; there is nobody left to tell.
        }

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }
    }
}
