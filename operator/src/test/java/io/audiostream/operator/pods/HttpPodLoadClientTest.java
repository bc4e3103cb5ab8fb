package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPodLoadClientTest {
    /** Long enough for a slow machine: only one test is about the timeout. */
    private static final Duration LONG_TIMEOUT = Duration.ofMinutes(2);

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void readsLoadAndIgnoresUnknownFields() throws Exception {
        // given
        respond(200, """
                {"slots":4,"streams":1,"model":"base-q8_0","ready":true,"draining":false}
                """);

        // when
        var load = client(LONG_TIMEOUT).fetch(pod("127.0.0.1"));

        // then
        assertThat(load).isEqualTo(new PodLoad(4, 1));
    }

    @Test
    void readsProgressOfFetch() throws Exception {
        // given
        respond(200, "{\"fetch\":{\"bytes\":40,\"total\":100}}");

        // when
        var load = client(LONG_TIMEOUT).fetch(pod("127.0.0.1"));

        // then
        assertThat(load.fetch()).isEqualTo(new FetchReport(40, 100L));
    }

    @Test
    void readsProgressWithoutSize() throws Exception {
        // given
        respond(200, "{\"fetch\":{\"bytes\":40}}");

        // when / then
        assertThat(client(LONG_TIMEOUT).fetch(pod("127.0.0.1")).fetch()).isEqualTo(new FetchReport(40, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{\"slots\":0,\"streams\":0}",
                "{\"slots\":4,\"streams\":-1}",
                "{\"slots\":\"x\"}",
                "{\"fetch\":{\"bytes\":-1}}",
                "{\"fetch\":{\"bytes\":2,\"total\":1}}"
            })
    void refusesInvalidStatus(String body) {
        // given
        respond(200, body);

        // when / then
        assertThatThrownBy(() -> client(LONG_TIMEOUT).fetch(pod("127.0.0.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/statusz did not return a pod's status: ");
    }

    @Test
    void namesTheValueThatIsOutOfRange() {
        // given
        respond(200, "{\"slots\":0,\"streams\":0}");

        // when / then
        assertThatThrownBy(() -> client(LONG_TIMEOUT).fetch(pod("127.0.0.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("slots is 0 and must be at least 1");
    }

    @Test
    void refusesResponseAboveTheLimit() {
        // given
        respond(200, "{\"slots\":4," + " ".repeat(100_000) + "\"streams\":0}");

        // when / then
        assertThatThrownBy(() -> client(LONG_TIMEOUT).fetch(pod("127.0.0.1"))).isInstanceOf(IOException.class);
    }

    @Test
    void reportsHttpStatusOfAnError() {
        // given
        respond(404, "");

        // when / then
        assertThatThrownBy(() -> client(LONG_TIMEOUT).fetch(pod("127.0.0.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("returned HTTP 404");
    }

    /** @param sendsHeaders whether the pod stalls within the response body, or before the response */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(120)
    void givesUpOnPodThatDoesNotRespondInTime(boolean sendsHeaders) {
        // given
        server.createContext("/", exchange -> {
            if (sendsHeaders) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        // when / then
        assertThatThrownBy(() -> client(Duration.ofMillis(300)).fetch(pod("127.0.0.1")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void bracketsIpV6Addresses() {
        // when / then
        assertThatThrownBy(() -> HttpPodLoadClient.atPort(1).fetch(pod("::1")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(IllegalArgumentException.class);
    }

    private PodLoadClient client(Duration timeout) {
        return new HttpPodLoadClient(server.getAddress().getPort(), timeout);
    }

    private void respond(int status, String body) {
        server.createContext("/statusz", exchange -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static Pod pod(String ip) {
        var pod = PodFiles.read("serving");
        pod.getStatus().setPodIP(ip);
        return pod;
    }
}
