package io.audiostream.transcriber;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export of spans by OTLP to a collector, here an HTTP server that records the requests. */
class TracingIT {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path dir;

    private final List<byte[]> exports = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exports.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    @Test
    void exportsSpansOfTranscriptionInTheCallersTraceWithoutItsText() throws Exception {
        // given
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_SERVICE_NAME",
                "dictation");
        try (ServeProcess serve = ServeProcess.start(
                dir,
                environment,
                "--model-file",
                TestModel.ct2().toString(),
                "--ct2-library",
                TestModel.ct2Library().toString(),
                "--unary-timeout",
                "10m")) {
            serve.awaitReady();

            // when
            String text = transcribe(serve);
            // The process exports the last spans before it exits, however long the next batch would have taken.
            serve.terminate();
            serve.awaitExit();

            // then
            assertThat(text).contains("what your country can do for you");
        }
        assertThat(allExports())
                .contains("dictation", "transcription session", "segment", "first text", "end of speech")
                .contains(new String(HexFormat.of().parseHex(TRACE_ID), ISO_8859_1))
                .doesNotContain("country");
    }

    private String allExports() {
        var all = new ByteArrayOutputStream();
        exports.forEach(all::writeBytes);
        return all.toString(ISO_8859_1);
    }

    private static String transcribe(ServeProcess serve) throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                .getBytes(ISO_8859_1));
        body.writeBytes(Files.readAllBytes(Path.of("../dev/audio/jfk.wav")));
        body.writeBytes("\r\n--b--\r\n".getBytes(ISO_8859_1));
        var request = HttpRequest.newBuilder(serve.apiUri("/v1/audio/transcriptions"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body().toLowerCase(Locale.ROOT);
        }
    }
}
