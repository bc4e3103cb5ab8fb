package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvoyMessageSizeIT extends EnvoyFixture {
    private static final int MEBI = 1 << 20;

    @BeforeEach
    void startEnvoy() throws Exception {
        envoy(models -> models);
    }

    @Test
    void aMessageBelowTheLimitPasses() {
        // when
        var answer = stub().transcribeAudio(file("", 49 * MEBI));

        // then
        assertThat(answer.getText()).isEqualTo(49 * MEBI + " bytes");
    }

    @Test
    void anAnswerBelowTheLimitPasses() {
        // when
        var answer = stub().transcribeAudio(file(EchoService.LARGE_ANSWER, 49 * MEBI));

        // then
        assertThat(answer.getTextBytes().size()).isEqualTo(49 * MEBI);
    }

    @Test
    void aMessageOverTheLimitIsRefusedAndTheConnectionGoesOn() throws Exception {
        // given
        var stub = stub();

        // when
        var refusal = catchThrowable(() -> stub.transcribeAudio(file("", 51 * MEBI)));

        // then
        assertThat(Status.fromThrowable(refusal).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stub.transcribeAudio(file("", 1)).getText()).isEqualTo("1 bytes");
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void anAnswerOverTheLimitOfTheClientIsRefusedAndTheConnectionGoesOn() throws Exception {
        // given
        var stub = stub().withMaxInboundMessageSize(50 * MEBI);

        // when
        var refusal = catchThrowable(() -> stub.transcribeAudio(file(EchoService.DOUBLE_ANSWER, 51 * MEBI / 2)));

        // then
        assertThat(Status.fromThrowable(refusal).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stub.transcribeAudio(file("", 1)).getText()).isEqualTo("1 bytes");
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void aLargeMessageDoesNotHoldUpAStreamBesideIt() throws Exception {
        // given
        var channel = envoy.channel();
        var call = Call.open(channel);
        var large = AudioStreamServiceGrpc.newFutureStub(channel).transcribeAudio(file("", 49 * MEBI));

        // when
        var answer = call.send(7);

        // then
        assertThat(answer).isEqualTo("chunk 7");
        assertThat(large.get().getText()).isEqualTo(49 * MEBI + " bytes");
    }

    private long connections() throws Exception {
        return envoy.stat("http.clients.downstream_cx_total");
    }

    private static AudioFile file(String name, int size) {
        return AudioFile.newBuilder()
                .setFilename(name)
                .setAudioData(ByteString.copyFrom(new byte[size]))
                .build();
    }
}
