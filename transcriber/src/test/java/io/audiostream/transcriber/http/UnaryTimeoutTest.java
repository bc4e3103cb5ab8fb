package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time limit of transcriptions. */
class UnaryTimeoutTest {

    private final TestHttpServer http = new TestHttpServer(Duration.ofMillis(500)).modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void endsSlowTranscriptionAndFreesSlot() {
        // given
        http.engine.gate().close();

        // when
        HttpResponse<String> response = http.transcribe(TestAudio.sound(1, 50).toByteArray(), Map.of());

        // then
        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains("0.5 s");
        await().untilAsserted(() -> assertThat(http.slots.inUse()).isZero());
    }
}
