package io.audiostream.transcriber.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvoyMetricsTest {

    private static final String UP = "\naudiostream_envoy_up 1\n";
    private static final String DOWN = "\naudiostream_envoy_up 0\n";

    @TempDir
    private Path folder;

    @Test
    void returnsMetricsOfEnvoyOverSocket() throws IOException {
        // given
        try (var admin = FakeAdmin.answering(folder, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nenvoy_some 1")) {
            // when
            String metrics = new EnvoyMetrics(admin.client()).scrape();

            // then
            assertThat(metrics).contains(UP).endsWith("envoy_some 1");
            assertThat(admin.requestLines().getFirst())
                    .startsWith("GET /stats/prometheus?filter=%5E%28http")
                    .endsWith(" HTTP/1.1");
        }
    }

    @Test
    void joinsChunks() throws IOException {
        // given
        String answer =
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8;x=y\r\nenvoy_ü\r\nA\r\nlat 1\r\n2 3\r\n0\r\n\r\n";
        try (var admin = FakeAdmin.answering(folder, answer)) {
            // when / then
            assertThat(new EnvoyMetrics(admin.client()).scrape()).endsWith("envoy_ülat 1\r\n2 3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Service Unavailable\r\n\r\nenvoy_some 1",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nenvoy_some 1",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nenvoy_",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nenvoy_some 1",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nenvoy_some 1",
                "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n",
                "envoy_some 1\r\n\r\n",
                ""
            })
    void reportsEnvoyAsDownForBrokenAnswer(String answer) throws IOException {
        // given
        try (var admin = FakeAdmin.answering(folder, answer)) {
            // when / then
            assertThat(new EnvoyMetrics(admin.client()).scrape()).endsWith(DOWN);
        }
    }

    @Test
    void reportsEnvoyAsDownForHugeAnswer() throws IOException {
        // given
        try (var admin = FakeAdmin.answering(folder, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(5 << 20))) {
            // when / then
            assertThat(new EnvoyMetrics(admin.client()).scrape()).endsWith(DOWN);
        }
    }

    @Test
    void reportsSilentEnvoyAsDown() throws IOException {
        // given
        try (var admin = FakeAdmin.silent(folder)) {
            // when / then
            assertThat(new EnvoyMetrics(admin.client()).scrape()).endsWith(DOWN);
        }
    }

    @Test
    void reportsMissingEnvoyAsDown() {
        // given
        var client = new EnvoyAdminClient(new AdminAddress("unix:" + folder.resolve("none.sock")));

        // when / then
        assertThat(new EnvoyMetrics(client).scrape()).endsWith(DOWN);
    }

    @Test
    void drainsListenersOverSocket() throws IOException {
        // given
        try (var admin = FakeAdmin.answering(folder, "HTTP/1.1 200 OK\r\n\r\nOK\n")) {
            // when
            admin.client().drainListeners();

            // then
            assertThat(admin.requestLines()).containsExactly("POST /drain_listeners?graceful&skip_exit HTTP/1.1");
        }
    }
}
