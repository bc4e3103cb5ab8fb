package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The requests of tools that call OpenAI's API with a configured address, as their versions of 2026 send them. */
@ExtendWith(SharedLocalService.class)
class OpenAiToolsIT {

    private static final String BOUNDARY = "58330d5752c041eab23fcb0db56b1612";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String endpoint;

    OpenAiToolsIT(LocalService service) {
        endpoint = service.endpoint();
    }

    @AfterEach
    void close() {
        http.close();
    }

    /** Open WebUI 0.12 sends the file last, as a stream of unknown length and unknown type. */
    @Test
    void transcribesForOpenWebUi() throws Exception {
        // given
        String form = part("model", "Content-Type: text/plain; charset=utf-8\r\n", "whisper-1")
                + part("language", "Content-Type: text/plain; charset=utf-8\r\n", "en")
                + head("file\"; filename=\"recording.wav", "Content-Type: application/octet-stream\r\n");

        // when
        HttpResponse<String> response = post(form, "");

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TextNormalizer.normalize(json(response).get("text").getAsString()))
                .contains(Recording.PHRASE_TEXT);
    }

    /** LiteLLM 1.110 asks for verbose JSON, of whose duration it computes the price. The fields follow the file. */
    @Test
    void transcribesForLiteLlm() throws Exception {
        // given
        String file = head("file\"; filename=\"recording.wav", "Content-Type: audio/x-wav\r\n");
        String form = "\r\n" + part("model", "", "whisper-1") + part("response_format", "", "verbose_json");

        // when
        HttpResponse<String> response = post(file, form);

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).get("duration").getAsDouble()).isEqualTo(11);
        assertThat(TextNormalizer.normalize(json(response).get("text").getAsString()))
                .contains(Recording.PHRASE_TEXT);
    }

    private static String head(String name, String headers) {
        return "--%s\r\n%sContent-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(BOUNDARY, headers, name);
    }

    private static String part(String name, String headers, String value) {
        return head(name, headers) + value + "\r\n";
    }

    /** Sends a form whose file is between two texts, with chunked transfer encoding. */
    private HttpResponse<String> post(String before, String after) throws Exception {
        String end = (after.isEmpty() ? "\r\n" : after) + "--" + BOUNDARY + "--\r\n";
        InputStream body = new SequenceInputStream(
                new SequenceInputStream(stream(before), Recording.wav("jfk").newInput()), stream(end));
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + endpoint + "/v1/audio/transcriptions"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .header("Authorization", "Bearer none")
                        .POST(BodyPublishers.ofInputStream(() -> body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
