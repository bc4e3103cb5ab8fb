package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simple calls, on the same port as gRPC. */
class HttpIT {

    private static LocalService service;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        service = LocalService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aRecordingPostedAsAFormIsTranscribed() throws IOException, InterruptedException {
        byte[] head = ("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"jfk.wav\"\r\n"
                        + "Content-Type: audio/wav\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n--XYZ--\r\n".getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri("/v1/audio/transcriptions"))
                        .header("Content-Type", "multipart/form-data; boundary=XYZ")
                        .POST(BodyPublishers.ofByteArrays(
                                List.of(head, Recording.wav("jfk").toByteArray(), tail)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Words.of(response.body())).contains("what your country can do for you");
    }

    @Test
    void healthAndReadinessAnswer() throws IOException, InterruptedException {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/admin");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/v1/audio/transcriptions");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://" + service.endpoint() + path);
    }
}
