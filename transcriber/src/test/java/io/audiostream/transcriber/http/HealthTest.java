package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final TestHttpServer http = new TestHttpServer();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void isAliveButNotReadyWhileModelLoads() {
        // when
        HttpResponse<String> readiness = http.get("/readyz");

        // then
        assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("being loaded");
        assertThat(http.transcribe(TestAudio.sound(1, 50).toByteArray(), Map.of())
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void isReadyAndNamesModelOnceLoaded() {
        // when
        http.modelLoaded();

        // then
        assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(http.get("/v1/models").body()).contains("\"id\":\"fake\"");
    }

    @Test
    void isNotReadyWhileDraining() {
        // given
        http.modelLoaded();

        // when
        http.sessions.refuseNew();

        // then
        assertThat(http.get("/readyz").body()).contains("draining");
        assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void listsPathsForUnknownOne() {
        // when
        HttpResponse<String> response = http.get("/v1/transcriptions");

        // then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/v1/transcriptions", "POST /v1/audio/transcriptions");
    }

    @Test
    void refusesWrongMethod() {
        // when / then
        assertThat(http.get("/v1/audio/transcriptions").statusCode()).isEqualTo(405);
    }
}
