package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {

    private final TestHttpServer http = new TestHttpServer();

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake", "whisper-1", "Systran/faster-whisper-base"})
    void describesModel(String name) {
        // given
        http.modelLoaded();

        // when
        HttpResponse<String> response = http.get("/v1/models/" + name);

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonParser.parseString(response.body())
                        .getAsJsonObject()
                        .get("id")
                        .getAsString())
                .isEqualTo("fake");
    }

    @Test
    void namesModelToClientThatAsksForAnother() {
        // given
        http.modelLoaded();

        // when
        HttpResponse<String> response = http.get("/v1/models/large-v3");

        // then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestHttpServer.error(response).get("code").getAsString()).isEqualTo("model_not_found");
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains("'fake'", "'large-v3'");
    }

    @Test
    void asksToWaitForModel() {
        // when
        HttpResponse<String> response = http.get("/v1/models/whisper-1");

        // then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void explainsRefusedPreflight() {
        // when
        HttpResponse<String> response = http.send(options()
                .header("Origin", "https://app.example.com")
                .header("Access-Control-Request-Method", "POST")
                .build());

        // then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("https://app.example.com", "spec.envoy.cors.allowOrigins");
    }

    @Test
    void namesMethodsOfPath() {
        // when
        HttpResponse<String> response = http.send(options().build());

        // then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
    }

    private HttpRequest.Builder options() {
        return HttpRequest.newBuilder(http.uri("/v1/audio/transcriptions")).method("OPTIONS", BodyPublishers.noBody());
    }
}
