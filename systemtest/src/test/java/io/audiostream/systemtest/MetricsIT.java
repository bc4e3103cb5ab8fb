package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The port of probes and metrics, which clients reach without Envoy. */
@ExtendWith(SharedLocalService.class)
class MetricsIT {

    /** Metrics of Envoy that one pod may return: far above what it does, far below all that Envoy has. */
    private static final int MAX_SERIES = 250;

    private final HttpClient http = HttpClient.newHttpClient();
    private final LocalService service;

    MetricsIT(LocalService service) {
        this.service = service;
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void containsMetricsOfTranscriberAndEnvoy() throws Exception {
        // given
        var _ = service.blockingStub()
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(Recording.wav("jfk"))
                        .build());

        // when
        String metrics =
                send(HttpRequest.newBuilder(service.probeAddress("/metrics"))).body();

        // then
        assertThat(metrics)
                .contains("audiostream_slots_in_use", "\naudiostream_envoy_up 1\n")
                .containsPattern("\nenvoy_http_downstream_rq_total\\{envoy_http_conn_manager_prefix=\"clients\"} [1-9]")
                .containsPattern("\nenvoy_cluster_upstream_rq_total\\{envoy_cluster_name=\"transcriber-grpc\"} [1-9]")
                .contains("envoy_server_memory_allocated", "envoy_cluster_manager_cds_update_success");
        assertThat(metrics.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")))
                .allMatch(line -> line.matches("[a-z0-9_:]+(\\{.*})? [-+.0-9A-Za-z]+"));
        assertThat(metrics.lines().filter(line -> line.startsWith("envoy_"))).hasSizeLessThan(MAX_SERIES);
    }

    @Test
    void transcribesNothingPastEnvoy() throws Exception {
        // when
        HttpResponse<String> response = send(HttpRequest.newBuilder(service.probeAddress("/v1/audio/transcriptions"))
                .POST(BodyPublishers.ofString("audio")));

        // then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("50051");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
