package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
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
    void readsWhatThePodAnswersAndPassesOverWhatItDoesNotKnow() throws Exception {
        // given
        answer(200, """
                {"slots":4,"streams":1,"model":"base-q8_0","ready":true,"draining":false}
                """);

        // then
        assertThat(probe().ask(pod("127.0.0.1"))).isEqualTo(new PodLoad(4, 1));
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
                "{\"slots\":\"x\"}"
            })
    void anAnswerThatIsNoStatusIsNoReading(String body) {
        // given
        answer(200, body);

        // then
        assertThatThrownBy(() -> probe().ask(pod("127.0.0.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/statusz was answered with");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToIt() {
        // given
        answer(200, "{\"slots\":4," + " ".repeat(100_000) + "\"streams\":0}");

        // then
        assertThatThrownBy(() -> probe().ask(pod("127.0.0.1"))).isInstanceOf(IOException.class);
    }

    @Test
    void anErrorIsToldWithItsStatus() {
        // given
        answer(404, "");

        // then
        assertThatThrownBy(() -> probe().ask(pod("127.0.0.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status 404");
    }

    /** With and without the first line of an answer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(20)
    void aPodThatDoesNotAnswerIsGivenUpAfterTwoSeconds(boolean begins) {
        // given
        server.createContext("/", exchange -> {
            if (begins) {
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
        var begin = System.nanoTime();

        // then
        assertThatThrownBy(() -> probe().ask(pod("127.0.0.1"))).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(6));
    }

    @Test
    void anAddressOfIpVersion6IsBracketed() {
        assertThatThrownBy(() -> HttpPodLoadClient.atPort(1).ask(pod("::1")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(IllegalArgumentException.class);
    }

    private PodLoadClient probe() {
        return HttpPodLoadClient.atPort(server.getAddress().getPort());
    }

    private void answer(int status, String body) {
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
