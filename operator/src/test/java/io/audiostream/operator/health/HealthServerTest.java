package io.audiostream.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private final AtomicBoolean ready = new AtomicBoolean();

    @Test
    void isHealthyBeforeItIsReady() throws Exception {
        try (var server = HealthServer.start(0, ready::get, () -> "audiostream_metric 1\n")) {
            // when / then
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(server, "/readyz").body()).isEqualTo("the watches on the API server are not established\n");
        }
    }

    @Test
    void isReadyWhileWatchesAreEstablished() throws Exception {
        try (var server = HealthServer.start(0, ready::get, () -> "audiostream_metric 1\n")) {
            // when
            ready.set(true);

            // then
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesPortInUse() throws Exception {
        try (var first = HealthServer.start(0, ready::get, () -> "audiostream_metric 1\n")) {
            // when / then
            assertThatThrownBy(() -> HealthServer.start(first.port(), ready::get, () -> "audiostream_metric 1\n"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("health port " + first.port() + " is in use; set another one with --health-port");
        }
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
