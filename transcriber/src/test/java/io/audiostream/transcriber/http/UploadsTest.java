package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.transcriber.session.TestAudio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private final TestHttp http = new TestHttp(Duration.ofSeconds(30)).modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void anUploadOverTheLimitIsRefused() {
        HttpResponse<String> response = http.transcribe(new byte[TestHttp.MAX_BYTES + 1], Map.of());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("at most " + TestHttp.MAX_BYTES);
    }

    @RepeatedTest(20) // the answer gets lost only now and then
    void anUploadThatDoesNotTellItsLengthIsRefusedWhenItGetsTooLong() {
        byte[] form = (FILE_PART + "x".repeat(3 * TestHttp.MAX_BYTES)).getBytes(StandardCharsets.US_ASCII);

        HttpResponse<String> response =
                http.post(FORM, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("at most " + TestHttp.MAX_BYTES, "\"param\":\"file\"");
    }

    @RepeatedTest(20)
    void aLongFormThatCantBeReadIsTakenInToItsEndSoThatTheAnswerArrives() {
        byte[] form = "x".repeat(TestHttp.MAX_BYTES).getBytes(StandardCharsets.US_ASCII);

        HttpResponse<String> response =
                http.post("multipart/form-data", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("No multipart boundary");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "multipart/form-data, No multipart boundary",
        "multipart/form-data; boundary=ABC, unexpected EOF",
        FORM + ", unexpected EOF"
    })
    void aFormThatCantBeReadIsTheClientsFault(String contentType, String reason) {
        HttpResponse<String> response = http.post(contentType, BodyPublishers.ofString(FILE_PART + "half of it"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("the form can't be read", reason, "invalid_request_error");
    }

    @Test
    void somethingElseThanAFormIsRefused() {
        HttpResponse<String> response = http.post("audio/wav", BodyPublishers.ofString("RIFF"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("multipart/form-data", "audio/wav");
    }

    @Test
    void noMoreUploadsAreHeldInMemoryThanThereAreSlots() throws IOException {
        try (var slow = new Socket("127.0.0.1", http.uri("/").getPort())) {
            slow.getOutputStream()
                    .write(("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: a\r\nContent-Type: " + FORM
                                    + "\r\nContent-Length: 5000\r\n\r\n" + FILE_PART)
                            .getBytes(StandardCharsets.US_ASCII));

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
    void anUploadTouchesNoDisk() throws IOException {
        List<Path> before = temporaryUploads();
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> response =
                http.transcribeLater(TestAudio.sound(20, 50).toByteArray());
        await().until(() -> http.slots.inUse() == 1);

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
