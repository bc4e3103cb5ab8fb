package io.audiostream.transcriber;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.engine.TestModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program sends its spans to a collector, which here is a web server that keeps what it gets. */
class TracingIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path dir;

    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void aTranscriptionIsInItsCallersTraceWithoutAWordOfIt() throws Exception {
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_SERVICE_NAME",
                "dictation");
        try (ServeProcess serve = ServeProcess.start(
                dir, environment, "--model-file", TestModel.ggml().toString())) {
            await().atMost(Duration.ofMinutes(1)).until(serve::isReady);

            assertThat(transcribe(serve)).contains("ask not what your country can do for you");
            // The last spans are sent on the way out, however long the next batch would have taken.
            serve.process.toHandle().destroy();
            assertThat(serve.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }

        var all = new ByteArrayOutputStream();
        received.forEach(all::writeBytes);
        assertThat(all.toString(ISO_8859_1))
                .contains("dictation", "transcription session", "segment", "first text", "end of speech")
                .contains(new String(HexFormat.of().parseHex(TRACE), ISO_8859_1))
                .doesNotContain("country");
    }

    private static String transcribe(ServeProcess serve) throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                .getBytes(ISO_8859_1));
        body.writeBytes(Files.readAllBytes(Path.of("../dev/audio/jfk.wav")));
        body.writeBytes("\r\n--b--\r\n".getBytes(ISO_8859_1));
        HttpRequest request = HttpRequest.newBuilder(serve.uri("/v1/audio/transcriptions"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
