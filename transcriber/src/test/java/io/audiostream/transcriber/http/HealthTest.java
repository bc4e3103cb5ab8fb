package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final TestHttp http = new TestHttp(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void whileTheModelLoadsItIsAliveButNotReady() {
        assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
        HttpResponse<String> readiness = http.get("/readyz");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("being loaded");
        assertThat(http.transcribe(TestAudio.sound(1, 50).toByteArray(), Map.of())
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void withTheModelItIsReadyAndNamesIt() {
        http.modelLoaded();

        assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(http.get("/v1/models").body()).contains("\"id\":\"fake\"");
    }

    @Test
    void whileItDrainsItIsNotReady() {
        http.modelLoaded();
        http.sessions.refuseNew();

        assertThat(http.get("/readyz").body()).contains("draining");
        assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aPathThatIsNotThereSaysWhatIs() {
        HttpResponse<String> response = http.get("/v1/transcriptions");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/v1/transcriptions", "POST /v1/audio/transcriptions");
    }

    @Test
    void theWrongMethodIsToldSo() {
        assertThat(http.get("/v1/audio/transcriptions").statusCode()).isEqualTo(405);
    }
}
