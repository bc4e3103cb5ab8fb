package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time limit of calls with one response. */
class UnaryTimeoutTest {

    private final TestServer server = TestServer.withUnaryTimeout(Duration.ofMillis(300));

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void endsSlowCallAndFreesSlot() {
        // given
        server.engine.gate().close();
        AudioFile file =
                AudioFile.newBuilder().setAudioData(TestAudio.sound(2, 50)).build();

        // when
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class, () -> server.blocking().transcribeAudio(file));

        // then
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(failure.getStatus().getDescription()).contains("0.3 s", "StreamTranscriptions");
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }
}
