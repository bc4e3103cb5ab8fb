package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port that the network reaches without Envoy. */
class MonitoringTest {

    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void transcribesNothingAndNamesPortsOfApi() {
        // given
        byte[] recording = TestAudio.sound(1, 50).toByteArray();

        // when
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(http.monitoringUri("/v1/audio/transcriptions"))
                .header("Content-Type", "audio/wav")
                .POST(BodyPublishers.ofByteArray(recording))
                .build());

        // then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .contains(
                        "there is no POST /v1/audio/transcriptions",
                        "50051",
                        "127.0.0.1:" + http.uri("/").getPort());
        assertThat(http.getMonitoring("/v1/models").statusCode()).isEqualTo(404);
    }

    @Test
    void servesProbesAndMetrics() {
        // when / then
        assertThat(http.getMonitoring("/healthz").body()).isEqualTo("ok\n");
        assertThat(http.getMonitoring("/readyz").body()).isEqualTo("ready\n");
        assertThat(http.getMonitoring("/metrics").body()).contains("a_metric 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/statusz"})
    void hidesPathFromClientsOfApi(String path) {
        // when / then
        assertThat(http.get(path).statusCode()).isEqualTo(404);
    }
}
