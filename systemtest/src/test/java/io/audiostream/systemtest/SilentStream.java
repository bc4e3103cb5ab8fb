package io.audiostream.systemtest;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** A live stream of a client that stops sending after a moment, as a muted microphone does. */
final class SilentStream {

    private static final Duration START = Duration.ofMillis(100);

    private final ResponseRecorder responses = new ResponseRecorder();
    private final StreamObserver<AudioChunk> stream;

    private SilentStream(Channel channel) {
        stream = AudioStreamServiceGrpc.newStub(channel).streamAudio(responses);
        send(Recording.silence(START));
    }

    static SilentStream open(Channel channel) {
        return new SilentStream(channel);
    }

    /** Waits until something ends the stream, and returns its status. */
    Status awaitStatus() {
        return responses.awaitStatus();
    }

    /** Ends the silence with audio, completes the stream, and returns the text of its finals. */
    String speak(ByteString audio) {
        send(audio);
        stream.onCompleted();
        Status status = responses.awaitStatus();
        if (!status.isOk()) {
            throw new AssertionError("the stream ended with " + status);
        }
        return responses.finalText();
    }

    private void send(ByteString audio) {
        stream.onNext(AudioChunk.newBuilder().setAudioData(audio).build());
    }
}
