package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Old and upgraded HTTP/1 connections. */
class EnvoyHttp1IT extends EnvoyFixture {
    private static final String UPGRADE =
            " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    @Test
    void servesHttp10WithAndWithoutHost() throws Exception {
        // given
        envoy(models -> models);

        // when / then
        assertThat(exchange("GET /v1/models HTTP/1.0\r\nHost: a\r\n\r\n"))
                .contains(" 200 OK")
                .endsWith("GET /v1/models 0");
        assertThat(exchange("GET /v1/models HTTP/1.0\r\n\r\n")).contains(" 200 OK");
    }

    @Test
    void forwardsWebSocket() throws Exception {
        try (var server = WebSocketServer.start()) {
            // given
            envoy(models -> models.apiPort(server.port()));
            try (var client = connect()) {
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));

                // when
                write(client, "GET /v1/realtime" + UPGRADE);

                // then
                assertThat(in.readLine()).contains(" 101 Switching Protocols");
                while (!in.readLine().isEmpty()) {
                    // skips headers
                }
                write(client, "spoken\n");
                assertThat(in.readLine()).isEqualTo("SPOKEN");
            }
        }
    }

    @Test
    void forwardsNoWebSocketOutsideOfApi() throws Exception {
        // given
        envoy(models -> models);

        // when
        try (var client = connect()) {
            write(client, "GET /readyz" + UPGRADE);
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));

            // then
            assertThat(in.readLine()).contains(" 403 ");
        }
    }

    private String exchange(String request) throws IOException {
        try (var client = connect()) {
            write(client, request);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), envoy.proxy().ports().listener());
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
