package io.audiostream.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean ready = new AtomicBoolean();

    @Test
    void isHealthyBeforeItIsReady() throws Exception {
        try (var server = start(0)) {
            // when / then
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(server, "/readyz").body()).isEqualTo("the watches on the API server are not established\n");
        }
    }

    @Test
    void isReadyWhileWatchesAreEstablished() throws Exception {
        try (var server = start(0)) {
            // when
            ready.set(true);

            // then
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesPortInUse() throws Exception {
        try (var first = start(0)) {
            // when / then
            assertThatThrownBy(() -> start(first.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("health port " + first.port() + " is in use; set another one with --health-port");
        }
    }

    @Test
    void isUnhealthyWhileSomethingHangs() throws Exception {
        try (var server = start(0)) {
            // when
            problem.set(Optional.of("a reconcile hangs"));

            // then
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(503);
            assertThat(get(server, "/healthz").body()).isEqualTo("a reconcile hangs\n");
        }
    }

    private HealthServer start(int port) throws IOException {
        return HealthServer.start(port, problem::get, ready::get, () -> "audiostream_metric 1\n");
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
