package io.audiostream.operator.envoy;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.stub.StreamObserver;

/** Answers each chunk with its number and each file with its size; files named {@link #SILENCE} get no answer. */
final class EchoService extends AudioStreamServiceImplBase {
    static final String SILENCE = "silence";

    /** A file of this name is answered with as many bytes as it has. */
    static final String LARGE_ANSWER = "large-answer";

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> answers) {
        return new Observer(answers) {
            @Override
            public void onNext(AudioChunk chunk) {
                answers.onNext(text("chunk " + chunk.getChunkIndex()));
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
        answers.onNext(
                file.getFilename().equals(LARGE_ANSWER)
                        ? TranscriptionResponse.newBuilder()
                                .setTextBytes(file.getAudioData())
                                .build()
                        : text(size(file.getAudioData())));
        answers.onCompleted();
    }

    private static String size(ByteString data) {
        return data.size() + " bytes";
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
