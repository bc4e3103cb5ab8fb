package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptionsTest {

    private static final byte[] SPEECH = TestAudio.sound(1, 50).toByteArray();

    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void returnsTextAsJson() {
        // when
        HttpResponse<String> response = http.transcribe(SPEECH, Map.of("model", "whisper-1"));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JsonParser.parseString(response.body())
                        .getAsJsonObject()
                        .get("text")
                        .getAsString())
                .isEqualTo("w50 w50");
    }

    @Test
    void returnsPlainTextOnRequest() {
        // when
        HttpResponse<String> response = http.transcribe(SPEECH, Map.of("response_format", "text"));

        // then
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(response.body()).isEqualTo("w50 w50\n");
    }

    @Test
    void ignoresUnknownFields() {
        // when / then
        assertThat(http.transcribe(SPEECH, Map.of("timestamp_granularities[]", "word", "model", "fake"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "response_format, diarized_json, 400, response_format",
        "temperature, 1.5, 400, temperature",
        "temperature, warm, 400, temperature",
        "stream, perhaps, 400, stream",
        "timestamp_granularities[], phrase, 400, timestamp_granularities",
        "include[], usage, 400, include",
        "model, large-v3, 404, model",
        "model, gpt-4o-transcribe-diarize, 404, model",
        "language, tlh, 400, language",
        "languages[], tlh, 400, languages",
        "languages[], auto, 400, languages",
        "languages, 'en,tlh', 400, languages"
    })
    void refusesInvalidFieldByName(String field, String value, int status, String param) {
        // when
        HttpResponse<String> response = http.transcribe(SPEECH, Map.of(field, value));

        // then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(TestHttpServer.error(response).get("param").getAsString()).isEqualTo(param);
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains(value.replace("en,", ""));
        assertThat(TestHttpServer.error(response).get("type").getAsString()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource({"languages[], 'de,chinese'", "languages, ' zh-TW , de '", "languages[], 'de,,zh'"})
    void detectsLanguageAmongThoseOfForm(String field, String value) {
        // when
        HttpResponse<String> response = http.transcribe(SPEECH, Map.of(field, value));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(http.engine.gate().started())
                .allSatisfy(started ->
                        assertThat(started.request().candidateLanguages()).containsExactlyInAnyOrder("de", "zh"));
    }

    @Test
    void refusesFormWithoutFile() {
        // when
        HttpResponse<String> response = http.transcribe(null, Map.of("model", "whisper-1"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("param").getAsString()).isEqualTo("file");
    }

    @Test
    void refusesEmptyFile() {
        // when / then
        assertThat(TestHttpServer.error(http.transcribe(new byte[0], Map.of()))
                        .get("message")
                        .getAsString())
                .contains("the audio is empty");
    }

    @Test
    void refusesUndecodableAudio() {
        // when
        HttpResponse<String> response = http.transcribe(new byte[] {'f', 'L', 'a', 'C', 0, 0}, Map.of());

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains("FLAC");
    }

    @ParameterizedTest(name = "{0} of type {1}")
    @CsvSource({
        "speech.aac, application/octet-stream, AAC by its name",
        "blob, audio/webm;codecs=opus, WebM by its content type"
    })
    void refusesOtherFormatByNameAndContentType(String filename, String contentType, String seen) {
        // when
        HttpResponse<String> response = http.upload(filename, contentType, SPEECH);

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains(seen, "send WAV");
        assertThat(TestHttpServer.error(response).get("param").getAsString()).isEqualTo("file");
    }

    @Test
    void returnsRetryDelayWithoutFreeSlot() {
        // given
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> first = http.transcribeLater(SPEECH);
        await().until(() -> http.slots.inUse() == 1);

        // when
        HttpResponse<String> second = http.transcribe(SPEECH, Map.of());

        // then
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(TestHttpServer.error(second).get("type").getAsString()).isEqualTo("rate_limit_error");
        http.engine.gate().open();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void deliversRefusalOfLargeUploadWithoutFreeSlot() {
        // given
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> first = http.transcribeLater(SPEECH);
        await().until(() -> http.slots.inUse() == 1);

        // when / then
        assertThat(http.transcribe(new byte[TestHttpServer.MAX_BYTES - 4_096], Map.of())
                        .statusCode())
                .isEqualTo(429);
        http.engine.gate().open();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void deliversRefusalOfLargeBodyThatIsNoForm() {
        // given
        HttpRequest.BodyPublisher large =
                HttpRequest.BodyPublishers.ofByteArray(new byte[TestHttpServer.MAX_BYTES - 4_096]);

        // when / then
        assertThat(http.post("audio/wav", large).statusCode()).isEqualTo(400);
    }

    @Test
    void returnsRequestIdAndHidesDetailsOfEngineFailure() {
        // given
        http.engine.transform(transcript -> {
            throw new EngineException("secret detail");
        });

        // when
        HttpResponse<String> response = http.send(
                http.form(SPEECH, Map.of()).header("x-request-id", "req-9").build());

        // then
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("req-9").doesNotContain("secret");
        assertThat(response.headers().firstValue("x-request-id")).hasValue("req-9");
    }
}
