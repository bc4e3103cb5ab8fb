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
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The HTTP API, on the same port as gRPC. */
@ExtendWith(SharedLocalService.class)
class HttpIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String endpoint;

    HttpIT(LocalService service) {
        endpoint = service.endpoint();
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void transcribesRecordingPostedAsForm() throws IOException, InterruptedException {
        // given
        byte[] head = ("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"jfk.wav\"\r\n"
                        + "Content-Type: audio/wav\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n--XYZ--\r\n".getBytes(StandardCharsets.US_ASCII);

        // when
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri("/v1/audio/transcriptions"))
                        .header("Content-Type", "multipart/form-data; boundary=XYZ")
                        .POST(BodyPublishers.ofByteArrays(
                                List.of(head, Recording.wav("jfk").toByteArray(), tail)))
                        .build(),
                BodyHandlers.ofString());

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TextNormalizer.normalize(response.body())).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void transcribesRecordingInJson() throws IOException, InterruptedException {
        // given
        String audio = Base64.getEncoder().encodeToString(Recording.wav("jfk").toByteArray());

        // when
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri("/v1/transcribe"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"audioData\": \"" + audio + "\", \"metadata\": {\"language\": \"en\"}}"))
                        .build(),
                BodyHandlers.ofString());

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("session-id")).isPresent();
        assertThat(TextNormalizer.normalize(response.body())).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void namesFieldOfInvalidJson() throws IOException, InterruptedException {
        // when
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri("/v1/transcribe"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("google.rpc.BadRequest", "audio_data", "the audio is empty");
    }

    @Test
    void reportsHealthAndReadiness() throws IOException, InterruptedException {
        // when / then
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void answersUnknownPathWithNotFound() throws IOException, InterruptedException {
        // when
        HttpResponse<String> response = get("/admin");

        // then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/v1/audio/transcriptions");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://" + endpoint + path);
    }
}
