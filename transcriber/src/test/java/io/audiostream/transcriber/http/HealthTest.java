package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.scheduling.DyingTask;
import io.audiostream.transcriber.scheduling.Priority;
import io.audiostream.transcriber.session.TestAudio;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
    void isNotAliveWithoutAllDecodeWorkers() {
        // given
        http.modelLoaded();
        http.engine.exhaustMemory();

        // when
        http.scheduler.openLane(Priority.LIVE).submitFinal(new DyingTask());

        // then
        await().until(() -> http.get("/healthz").statusCode() == 503);
        assertThat(http.get("/healthz").body()).contains("a decode worker failed", "cannot be replaced");
        assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(http.get("/readyz").body()).contains("a decode worker failed");
    }

    @Test
    void respondsWhileAllSessionsCompute() throws Exception {
        // given
        http.modelLoaded();
        int sessions = 2 * Runtime.getRuntime().availableProcessors();
        http.slots.resize(sessions);
        var released = new AtomicBoolean();
        var computing = new AtomicInteger();
        http.detectors = () -> new BusyDetector(computing, released);

        // when
        List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
                        () -> http.transcribeLater(TestAudio.sound(1, 50).toByteArray()))
                .limit(sessions)
                .toList();
        await().until(() -> computing.get() >= Runtime.getRuntime().availableProcessors());

        // then
        try {
            assertThat(CompletableFuture.supplyAsync(() -> http.get("/readyz").statusCode()))
                    .succeedsWithin(TIMEOUT)
                    .isEqualTo(200);
        } finally {
            released.set(true);
        }
        calls.forEach(call -> assertThat(call.join().statusCode()).isEqualTo(200));
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
    void refusesWebSocketWithSentence() throws IOException {
        // given
        try (var client = new Socket("127.0.0.1", http.uri("/").getPort())) {
            String request = "GET /v1/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

            // when
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            String response = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            // then
            assertThat(response)
                    .startsWith("HTTP/1.1 404")
                    .contains(
                            "there is no GET /v1/live",
                            "a WebSocket at /v1/stream or /v1/realtime",
                            "StreamAudio over gRPC");
        }
    }

    @Test
    void refusesWrongMethod() {
        // when / then
        assertThat(http.get("/v1/audio/transcriptions").statusCode()).isEqualTo(405);
    }

    /** Computes until it is released, as the detection of speech in a long recording does. */
    private record BusyDetector(AtomicInteger computing, AtomicBoolean released) implements SpeechDetector {

        @Override
        public float probability(float[] frame) {
            computing.incrementAndGet();
            while (!released.get()) {
                Thread.onSpinWait();
            }
            return 1;
        }

        @Override
        public void reset() {}
    }
}
