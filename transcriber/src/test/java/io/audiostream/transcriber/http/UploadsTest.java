package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
    void holdsNoMoreUploadsInMemoryThanSlots() throws IOException {
        try (var slow = new Socket("127.0.0.1", http.uri("/").getPort())) {
            // given
            slow.getOutputStream()
                    .write(("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: a\r\nContent-Type: " + FORM
                                    + "\r\nContent-Length: 5000\r\n\r\n" + FILE_PART)
                            .getBytes(StandardCharsets.US_ASCII));

            // when / then
            await().untilAsserted(() -> {
                HttpResponse<String> another = http.transcribe(speech(), Map.of());
                assertThat(another.statusCode()).isEqualTo(429);
                assertThat(another.headers().firstValue("Retry-After")).hasValue("1");
            });
            assertThat(http.slots.inUse()).isZero();
        }
        await().until(() -> http.transcribe(speech(), Map.of()).statusCode() == 200);
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
