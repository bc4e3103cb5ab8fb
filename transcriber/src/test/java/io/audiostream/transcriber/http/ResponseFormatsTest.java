package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.audiostream.transcriber.session.TestAudio;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenAI's clients receive for each response format. */
class ResponseFormatsTest {

    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void listsSegmentsInVerboseJson() {
        // when
        JsonObject json = json(Map.of("response_format", "verbose_json", "language", "en-US"));

        // then
        assertThat(json.get("task").getAsString()).isEqualTo("transcribe");
        assertThat(json.get("language").getAsString()).isEqualTo("english");
        assertThat(json.get("duration").getAsDouble()).isEqualTo(5);
        assertThat(json.get("text").getAsString()).isEqualTo("w50 w50 w30 w30");
        assertThat(json.has("words")).isFalse();
        JsonArray segments = json.getAsJsonArray("segments");
        assertThat(segments).hasSize(2);
        JsonObject second = segments.get(1).getAsJsonObject();
        assertThat(second.get("id").getAsInt()).isEqualTo(1);
        assertThat(second.get("text").getAsString()).isEqualTo(" w30 w30");
        assertThat(second.get("start").getAsDouble()).isBetween(2.0, 3.0);
        assertThat(second.get("end").getAsDouble()).isBetween(3.5, 4.5);
        assertThat(second.getAsJsonArray("tokens")).hasSize(2);
        assertThat(second.get("avg_logprob").getAsDouble()).isBetween(-0.11, -0.1);
    }

    @Test
    void listsWordsInVerboseJsonOnRequest() {
        // when
        JsonObject json = json(Map.of("response_format", "verbose_json", "timestamp_granularities[]", "word"));

        // then
        assertThat(json.has("segments")).isFalse();
        JsonArray words = json.getAsJsonArray("words");
        assertThat(words).hasSize(4);
        assertThat(words.get(0).getAsJsonObject().get("word").getAsString()).isEqualTo("w50");
    }

    @Test
    void listsLogprobsOnRequest() {
        // when
        JsonArray tokens = json(Map.of("include[]", "logprobs")).getAsJsonArray("logprobs");

        // then
        assertThat(tokens).hasSize(4);
        JsonObject first = tokens.get(0).getAsJsonObject();
        assertThat(first.get("token").getAsString()).isEqualTo(" w50");
        assertThat(first.get("logprob").getAsDouble()).isBetween(-0.11, -0.1);
        assertThat(first.getAsJsonArray("bytes")).hasSize(4);
    }

    @Test
    void writesSubtitles() {
        // when
        String srt = http.transcribe(speech(), Map.of("response_format", "srt")).body();
        String vtt = http.transcribe(speech(), Map.of("response_format", "vtt")).body();

        // then
        assertThat(srt).matches("1\n00:00:0\\S+ --> 00:00:0\\S+\nw50 w50\n\n2\n00:00:0\\S+ --> \\S+\nw30 w30\n\n");
        assertThat(vtt).startsWith("WEBVTT\n\n00:00:0").contains("\nw30 w30\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text", "srt", "verbose_json", "vtt", ""})
    void acceptsSilence(String format) {
        // when / then
        assertThat(http.transcribe(TestAudio.silence(2).toByteArray(), Map.of("response_format", format))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void sendsEventForEachFinal(String format) {
        // when
        HttpResponse<String> response = http.transcribe(speech(), Map.of("stream", "true", "response_format", format));

        // then
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<JsonObject> events = events(response.body());
        assertThat(events)
                .extracting(event -> event.get("type").getAsString())
                .containsExactly("transcript.text.delta", "transcript.text.delta", "transcript.text.done");
        assertThat(events.get(0).get("delta").getAsString()
                        + events.get(1).get("delta").getAsString())
                .isEqualTo("w50 w50 w30 w30")
                .isEqualTo(events.get(2).get("text").getAsString());
    }

    @Test
    void answersRefusalOfStreamWithItsStatus() {
        // when
        HttpResponse<String> response = http.transcribe(speech(), Map.of("stream", "true", "language", "tlh"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("code").getAsString()).isEqualTo("invalid_language_format");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "response_format, ''",
        "temperature, 0.7",
        "temperature, ''",
        "stream, false",
        "model, gpt-4o-transcribe",
        "model, Systran/faster-whisper-large-v3",
        "language, en-US",
        "language, English",
        "timestamp_granularities[], segment",
        "chunking_strategy, auto"
    })
    void acceptsWhatClientsSend(String field, String value) {
        // when / then
        assertThat(http.transcribe(speech(), Map.of(field, value)).statusCode()).isEqualTo(200);
    }

    @Test
    void translates() {
        // when
        HttpResponse<String> response = http.translate(
                speech(), Map.of("model", "whisper-1", "language", "de", "response_format", "verbose_json"));

        // then
        JsonObject json = JsonParser.parseString(response.body()).getAsJsonObject();
        assertThat(json.get("task").getAsString()).isEqualTo("translate");
        assertThat(json.get("language").getAsString()).isEqualTo("english");
        assertThat(http.engine.gate().started())
                .isNotEmpty()
                .allMatch(decode -> decode.request().translate());
    }

    private JsonObject json(Map<String, String> fields) {
        HttpResponse<String> response = http.transcribe(speech(), fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private static List<JsonObject> events(String body) {
        return List.of(body.split("\n\n")).stream()
                .map(event -> JsonParser.parseString(event.substring("data: ".length()))
                        .getAsJsonObject())
                .toList();
    }

    /** Returns two segments of a second each. */
    private static byte[] speech() {
        var audio = new ByteArrayOutputStream();
        audio.writeBytes(TestAudio.sound(1, 50).toByteArray());
        audio.writeBytes(TestAudio.silence(1.5).toByteArray());
        audio.writeBytes(TestAudio.sound(1, 30).toByteArray());
        audio.writeBytes(TestAudio.silence(1.5).toByteArray());
        return audio.toByteArray();
    }
}
