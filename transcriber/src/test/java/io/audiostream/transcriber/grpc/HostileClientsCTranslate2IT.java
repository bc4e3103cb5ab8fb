package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

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

    /** Runs with one engine only, because silence never reaches an engine. */
    @Test
    void sendsNoTextForThreeHoursOfSilence() {
        // given
        var responses = new ResponseRecorder();
        ClientCall<AudioChunk, TranscriptionResponse> call = call();
        StreamObserver<AudioChunk> stream = ClientCalls.asyncBidiStreamingCall(call, responses);
        AudioChunk minute = audio(ByteString.copyFrom(new byte[60 * 32_000]));

        // when
        for (int i = 0; i < 180; i++) {
            // Bounds the unsent messages that are in memory.
            await().until(call::isReady);
            stream.onNext(minute);
        }
        stream.onCompleted();

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(responses.all()).allMatch(response -> response.getText().isEmpty());
    }
}
