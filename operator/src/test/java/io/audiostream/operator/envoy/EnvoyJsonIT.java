package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unary call as JSON. */
class EnvoyJsonIT extends EnvoyFixture {

    @BeforeEach
    void startEnvoy() throws Exception {
        envoy(models -> models);
    }

    @Test
    void transcribesRecordingInJson() throws Exception {
        // when
        var response = post("/v1/transcribe", recording(3 << 20, "\"metadata\": {\"sampleRateHertz\": 8000}"));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json(response).get("text").asText()).isEqualTo((3 << 20) + " bytes");
        assertThat(json(response).get("isFinal").asBoolean(true)).isFalse();
    }

    @Test
    void returnsStatusWithDetailsAsJson() throws Exception {
        // when
        var response = post("/v1/transcribe", recording(10, "\"filename\": \"" + EchoService.REFUSED + "\""));

        // then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(json(response).get("code").asInt()).isEqualTo(8);
        assertThat(json(response).get("message").asText()).isEqualTo("no slot is free");
        assertThat(json(response).get("details").get(0).get("retryDelay").asText())
                .isEqualTo("1s");
    }

    @Test
    void rejectsMalformedJsonWithPosition() throws Exception {
        // when
        var response = post("/v1/transcribe", "{\"audioData\": AAAA}");

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("AAAA");
    }

    @Test
    void rejectsQueryThatContractLacks() throws Exception {
        // when
        var response = post("/v1/transcribe?language=de", recording(10, "\"filename\": \"a\""));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void namesLimitAndOtherWaysForLargeRecording() throws Exception {
        // when
        var response = post("/v1/transcribe", recording(9 << 20, "\"filename\": \"a\""));

        // then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("larger than 10 MiB", "/v1/audio/transcriptions");
    }

    @Test
    void leavesOtherPathsOfApiToTranscriber() throws Exception {
        // when / then
        assertThat(envoy.get("/v1/transcribe").body()).isEqualTo("GET /v1/transcribe 0");
        assertThat(post("/v1/transcribe/x", "{}").body()).isEqualTo("POST /v1/transcribe/x 2");
    }

    private static String recording(int bytes, String field) {
        return "{\"audioData\": \"" + Base64.getEncoder().encodeToString(new byte[bytes]) + "\", " + field + "}";
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return envoy.http(HttpRequest.newBuilder(envoy.uri(path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
