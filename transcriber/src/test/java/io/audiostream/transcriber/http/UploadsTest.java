package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.PeriodicTimer;
import io.audiostream.transcriber.session.TestAudio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadsTest {

    private static final String FORM = "multipart/form-data; boundary=XYZ";
    private static final String FILE_PART =
            "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n";

    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void refusesUploadOverLimit() {
        // when
        HttpResponse<String> response = http.transcribe(new byte[TestHttpServer.MAX_BYTES + 1], Map.of());

        // then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("at most " + TestHttpServer.MAX_BYTES);
    }

    @RepeatedTest(20) // a defect would lose the response only occasionally
    void refusesUploadOfUnknownLengthOverLimit() {
        // given
        byte[] form = (FILE_PART + "x".repeat(3 * TestHttpServer.MAX_BYTES)).getBytes(StandardCharsets.US_ASCII);

        // when
        HttpResponse<String> response =
                http.post(FORM, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)));

        // then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("at most " + TestHttpServer.MAX_BYTES, "\"param\":\"file\"");
    }

    @RepeatedTest(20) // a defect would lose the response only occasionally
    void readsInvalidFormToItsEndSoThatResponseArrives() {
        // given
        byte[] form = "x".repeat(TestHttpServer.MAX_BYTES).getBytes(StandardCharsets.US_ASCII);

        // when
        HttpResponse<String> response =
                http.post("multipart/form-data", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("No multipart boundary");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "multipart/form-data, No multipart boundary",
        "multipart/form-data; boundary=ABC, unexpected EOF",
        FORM + ", unexpected EOF"
    })
    void reportsInvalidFormAsClientError(String contentType, String reason) {
        // when
        HttpResponse<String> response = http.post(contentType, BodyPublishers.ofString(FILE_PART + "half of it"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("the form cannot be read", reason, "invalid_request_error");
    }

    @Test
    void refusesBodyThatIsNoForm() {
        // when
        HttpResponse<String> response = http.post("audio/wav", BodyPublishers.ofString("RIFF"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("multipart/form-data", "audio/wav");
    }

    @Test
    void refusesBodyWithoutContentType() {
        // given
        var request = HttpRequest.newBuilder(http.uri("/v1/audio/transcriptions"))
                .POST(BodyPublishers.noBody())
                .build();

        // when
        HttpResponse<String> response = http.send(request);

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("the request has no content type; send multipart/form-data with the audio")
                .doesNotContain("null;");
    }

    @Test
    void takesSlotBeforeUploadIsRead() throws IOException {
        try (var slow = new Socket("127.0.0.1", http.uri("/").getPort())) {
            // given
            slow.getOutputStream().write(beginOfUpload());
            await().until(() -> http.slots.inUse() == 1);

            // when
            HttpResponse<String> another = http.transcribe(speech(), Map.of());

            // then
            assertThat(another.statusCode()).isEqualTo(429);
            assertThat(another.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(another.headers().firstValue("x-audiostream-refused")).hasValue("no-slot");
        }
        await().until(() -> http.transcribe(speech(), Map.of()).statusCode() == 200);
    }

    @Test
    void refusesUploadWithoutMemoryBeforeReadingIt() throws Exception {
        // given: a budget of one byte serves a single upload at a time
        var memory = new MemoryBudget(1);
        try (var server = new TestHttpServer(NEVER, memory, Executors.newSingleThreadScheduledExecutor(), 2)) {
            server.modelLoaded();
            server.engine.gate().close();
            CompletableFuture<HttpResponse<String>> first =
                    server.transcribeLater(TestAudio.sound(40, 50).toByteArray());
            await().until(() -> !server.engine.gate().started().isEmpty());

            // when
            HttpResponse<String> second =
                    server.transcribe(TestAudio.sound(40, 50).toByteArray(), Map.of());

            // then
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(TestHttpServer.error(second).get("message").getAsString())
                    .contains("memory");
            assertThat(server.slots.inUse()).isEqualTo(1);
            server.engine.gate().open();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(memory.reserved()).isZero();
        }
    }

    @Test
    void endsUploadThatArrivesTooSlowly() throws IOException {
        var timer = new PeriodicTimer();
        try (var server = new TestHttpServer(NEVER, MemoryBudget.ofHeap(), timer, 1).modelLoaded();
                var slow = new Socket("127.0.0.1", server.uri("/").getPort())) {
            // given
            slow.getOutputStream().write(beginOfUpload());
            await().until(() -> server.slots.inUse() == 1 && timer.tasks() == 1);

            // when
            timer.endPeriod();

            // then
            String response = new String(slow.getInputStream().readNBytes(400), StandardCharsets.US_ASCII);
            assertThat(response).startsWith("HTTP/1.1 408").contains("too slowly");
            await().until(() -> server.slots.inUse() == 0);
        }
    }

    /** Returns a request whose body is not complete. */
    private static byte[] beginOfUpload() {
        return ("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: a\r\nContent-Type: " + FORM
                        + "\r\nContent-Length: 5000\r\n\r\n" + FILE_PART)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void writesNoUploadToDisk() throws IOException {
        // given
        List<Path> before = temporaryUploads();
        http.engine.gate().close();

        // when
        CompletableFuture<HttpResponse<String>> response =
                http.transcribeLater(TestAudio.sound(20, 50).toByteArray());
        await().until(() -> http.slots.inUse() == 1);

        // then
        assertThat(temporaryUploads()).isEqualTo(before);
        http.engine.gate().open();
        assertThat(response.join().statusCode()).isEqualTo(200);
    }

    private static byte[] speech() {
        return TestAudio.sound(1, 50).toByteArray();
    }

    private static List<Path> temporaryUploads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("MultiPart"))
                    .toList();
        }
    }
}
