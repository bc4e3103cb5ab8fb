package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.KeepAlive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections without a call, over HTTP/1.1 or before the client has shown its protocol. */
class EnvoyIdleConnectionsIT extends EnvoyFixture {
    private static final int MANY = 1000;

    @Test
    void closesThousandConnectionsThatSayNothingAndKeepsStreamBesideThem() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        try (var silent = SilentConnections.open(envoy, MANY, new byte[0])) {
            // then
            assertThat(silent.stillOpen()).isPositive();
            eventually().until(() -> silent.stillOpen() == 0);
        }
        assertThat(call.send(1)).isEqualTo("chunk 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0", "GET /v1/mo", "GET /healthz HTTP/1.1\r\nHost: a"})
    void closesConnectionWhoseFirstRequestStops(String sent) throws Exception {
        // given
        envoy(models -> models);

        // when
        try (var stopped = SilentConnections.open(envoy, 1, sent.getBytes(StandardCharsets.US_ASCII))) {
            // then
            eventually().until(() -> stopped.stillOpen() == 0);
        }
    }

    @Test
    void closesHttp1ConnectionWithoutRequestWhereConnectionsWithoutCallAreClosed() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(Duration.ofSeconds(3), Duration.ofSeconds(2), false)));
        var request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

        // when
        try (var idle = SilentConnections.open(envoy, 1, request.getBytes(StandardCharsets.US_ASCII))) {
            // then
            eventually().until(() -> idle.stillOpen() == 0);
        }
        assertThat(envoy.stat("http.clients.downstream_cx_idle_timeout")).isEqualTo(1);
    }

    @Test
    void keepsHttp1ConnectionBetweenRequests() throws Exception {
        // given
        envoy(models -> models);

        // when
        envoy.get("/healthz");
        envoy.get("/healthz");

        // then
        assertThat(envoy.stat("http.clients.downstream_cx_http1_total")).isEqualTo(1);
    }

    /** Such a connection has a timer of the kind 2 in the kernel's table. */
    @Test
    void hasKernelProbeClientsOfEveryConnection() throws Exception {
        // given
        envoy(models -> models);

        // when
        envoy.get("/healthz");

        // then
        eventually()
                .untilAsserted(
                        () -> assertThat(timersOfConnections()).isNotEmpty().containsOnly("02"));
    }

    private Stream<String> timersOfConnections() throws Exception {
        var port = String.format(Locale.ROOT, ":%04X", envoy.proxy().ports().listener());
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[1].endsWith(port) && columns[3].equals("01"))
                .map(columns -> columns[5].substring(0, 2));
    }
}
