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
    void acceptsMessageBelowLimit() {
        // when
        var response = stub().transcribeAudio(file("", 49 * MEBI));

        // then
        assertThat(response.getText()).isEqualTo(49 * MEBI + " bytes");
    }

    @Test
    void deliversResponseBelowLimit() {
        // when
        var response = stub().transcribeAudio(file(EchoService.SAME_SIZE_RESPONSE, 49 * MEBI));

        // then
        assertThat(response.getTextBytes().size()).isEqualTo(49 * MEBI);
    }

    @Test
    void rejectsMessageAboveLimitAndKeepsConnection() throws Exception {
        // given
        var stub = stub();

        // when
        var rejection = catchThrowable(() -> stub.transcribeAudio(file("", 51 * MEBI)));

        // then
        assertThat(Status.fromThrowable(rejection).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stub.transcribeAudio(file("", 1)).getText()).isEqualTo("1 bytes");
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void failsResponseAboveLimitOfClientAndKeepsConnection() throws Exception {
        // given
        var stub = stub().withMaxInboundMessageSize(50 * MEBI);

        // when
        var rejection =
                catchThrowable(() -> stub.transcribeAudio(file(EchoService.DOUBLE_SIZE_RESPONSE, 51 * MEBI / 2)));

        // then
        assertThat(Status.fromThrowable(rejection).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stub.transcribeAudio(file("", 1)).getText()).isEqualTo("1 bytes");
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void servesStreamBesideLargeMessage() throws Exception {
        // given
        var channel = envoy.channel();
        var call = Call.open(channel);
        var large = AudioStreamServiceGrpc.newFutureStub(channel).transcribeAudio(file("", 49 * MEBI));

        // when
        var response = call.send(7);

        // then
        assertThat(response).isEqualTo("chunk 7");
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
