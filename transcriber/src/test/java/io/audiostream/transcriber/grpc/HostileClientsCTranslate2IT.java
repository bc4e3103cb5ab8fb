package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import io.grpc.ClientCall;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostileClientsCTranslate2IT extends HostileClientsContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library()));
    }

    /** With one engine only: none is ever asked. */
    @Test
    void threeHoursOfSilenceAreNoText() {
        var answers = new Answers();
        ClientCall<AudioChunk, TranscriptionResponse> call = call();
        StreamObserver<AudioChunk> stream = ClientCalls.asyncBidiStreamingCall(call, answers);
        AudioChunk minute = audio(ByteString.copyFrom(new byte[60 * 32_000]));
        for (int i = 0; i < 180; i++) {
            // What was not yet sent is in memory.
            await().atMost(TIMEOUT).until(call::isReady);
            stream.onNext(minute);
        }
        stream.onCompleted();

        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(answers.all()).allMatch(response -> response.getText().isEmpty());
    }
}
