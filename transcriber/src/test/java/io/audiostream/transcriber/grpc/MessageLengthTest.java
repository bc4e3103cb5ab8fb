package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageLengthTest {

    private static final int MEBIBYTE = 1 << 20;

    private final TestServer server = TestServer.ready();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void acceptsMessageBelowLimit() {
        // when
        TranscriptionResponse response = server.blocking().transcribeAudio(silence(49 * MEBIBYTE));

        // then
        assertThat(response.getMetadata().getAudioReceived().getSeconds()).isEqualTo(49 * MEBIBYTE / 32_000);
    }

    @Test
    void refusesMessageAboveLimitAndKeepsConnection() {
        // when
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class, () -> server.blocking().transcribeAudio(silence(51 * MEBIBYTE)));

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(server.blocking()
                        .transcribeAudio(AudioFile.newBuilder()
                                .setAudioData(TestAudio.sound(1, 50))
                                .build())
                        .getText())
                .isEqualTo("w50 w50");
    }

    private static AudioFile silence(int bytes) {
        return AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
