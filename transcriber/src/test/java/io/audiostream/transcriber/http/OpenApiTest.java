package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.audiostream.transcriber.realtime.RealtimeProtocol;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.TestAudio;
import io.audiostream.transcriber.session.TestTimeouts;
import io.audiostream.transcriber.session.UnaryTimeout;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document describes the code. */
class OpenApiTest {

    private static final Path GUIDE = Path.of("../docs/http.md");
    private static final Pattern STATUS_ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\|");
    private static final byte[] SPEECH = TestAudio.sound(0.5, 20).toByteArray();

    private final TestHttpServer server = new TestHttpServer().modelLoaded();
    private JsonObject document;

    @BeforeEach
    void readDocument() {
        HttpResponse<String> response = server.get("/v1/openapi.json");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        document = JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsEveryRoute() {
        // given
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var uploads = new Uploads(server.sessions.admission(), new ReceiveRate(timer), 1);
            var handler = new TranscriptionsHandler(server.sessions, uploads, new UnaryTimeout(timer, NEVER), false);

            // when
            var webSocket = new WebSocketRoute(
                    server.sessions, new RealtimeProtocol(server.sessions, TestTimeouts.unlimitedStreams(timer)));
            Set<String> routes = new ApiRoutes(server.sessions, handler, handler, webSocket, webSocket)
                    .routes().stream()
                            .map(route -> route.method() + " " + route.path().replace("<id>", "{model}"))
                            .collect(Collectors.toSet());

            // then
            assertThat(object("paths").entrySet().stream()
                            .flatMap(path -> path.getValue().getAsJsonObject().keySet().stream()
                                    .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey())))
                    .containsExactlyInAnyOrderElementsOf(routes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TranscriptionForm", "TranslationForm"})
    void listsFormats(String form) {
        assertThat(strings(field(form, "response_format").getAsJsonArray("enum")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ResponseFormat.values())
                        .map(ResponseFormat::code)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp_granularities[], word, 200",
        "timestamp_granularities[], segment, 200",
        "timestamp_granularities[], character, 400",
        "include[], logprobs, 200",
        "include[], logits, 400",
        "temperature, 0, 200",
        "temperature, 1, 200",
        "temperature, 1.01, 400",
        "temperature, -0.01, 400",
        "stream, true, 200",
        "stream, 7, 400"
    })
    void allowsWhatTheServerAllows(String name, String value, int status) {
        // given
        JsonObject field = field("TranscriptionForm", name);

        // when
        int seen = server.transcribe(SPEECH, Map.of(name, value)).statusCode();

        // then
        assertThat(seen).isEqualTo(status);
        assertThat(allows(field, value)).isEqualTo(status == 200);
    }

    private static boolean allows(JsonObject field, String value) {
        return switch (field.get("type").getAsString()) {
            case "array" ->
                strings(field.getAsJsonObject("items").getAsJsonArray("enum")).contains(value);
            case "boolean" -> Set.of("true", "false").contains(value);
            default ->
                Double.parseDouble(value) >= field.get("minimum").getAsDouble()
                        && Double.parseDouble(value) <= field.get("maximum").getAsDouble();
        };
    }

    @Test
    void limitsPromptAsTheServerDoes() {
        // given
        int max = field("TranscriptionForm", "prompt").get("maxLength").getAsInt();

        // when / then
        assertThat(server.transcribe(SPEECH, Map.of("prompt", "a".repeat(max))).statusCode())
                .isEqualTo(200);
        assertThat(server.transcribe(SPEECH, Map.of("prompt", "a".repeat(max + 1)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void listsStatusesOfTheGuide() throws IOException {
        // given
        Set<String> statuses = STATUS_ROW
                .matcher(Files.readString(GUIDE))
                .results()
                .map(row -> row.group(1))
                .filter(status -> !Set.of("403", "405").contains(status)) // of other methods
                .collect(Collectors.toSet());
        statuses.add("200");

        // when / then
        for (String path : new String[] {"/v1/audio/transcriptions", "/v1/audio/translations"}) {
            assertThat(object("paths", path, "post", "responses").keySet())
                    .as(path)
                    .containsExactlyInAnyOrderElementsOf(statuses);
        }
    }

    @Test
    void describesJson() {
        assertMatches("Transcription", server.transcribe(SPEECH, Map.of("include[]", "logprobs")));
    }

    @Test
    void describesVerboseJson() {
        assertMatches(
                "VerboseTranscription",
                server.transcribe(
                        SPEECH,
                        Map.of(
                                "response_format", "verbose_json",
                                "timestamp_granularities[]", "word,segment",
                                "include[]", "logprobs")));
    }

    @Test
    void describesEvents() {
        // when
        HttpResponse<String> response = server.transcribe(SPEECH, Map.of("stream", "true", "include[]", "logprobs"));

        // then
        assertThat(response.body().strip().split("\n\n")).hasSize(2).allSatisfy(event -> {
            JsonElement data = JsonParser.parseString(event.replaceFirst("^data: ", ""));
            boolean done = data.getAsJsonObject().has("text");
            String schema = done ? "TextDone" : "TextDelta";
            assertMatches(schema, object("components", "schemas", schema), data);
        });
    }

    @Test
    void describesModels() {
        assertMatches("Models", server.get("/v1/models"));
        assertMatches("Model", server.get("/v1/models/whisper-1"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/models/another, 404", "/v1/another, 404"})
    void describesErrors(String path, int status) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertMatches("Error", response);
    }

    private void assertMatches(String schema, HttpResponse<String> response) {
        assertMatches(schema, object("components", "schemas", schema), JsonParser.parseString(response.body()));
    }

    /** Compares names of keys, which keys are required, and values of enumerations. */
    private void assertMatches(String place, JsonObject schema, JsonElement value) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").getAsString().replace("#/components/schemas/", "");
            assertMatches(place + "/" + name, object("components", "schemas", name), value);
        } else if (schema.get("type").getAsString().equals("object")) {
            JsonObject properties = schema.getAsJsonObject("properties");
            assertThat(properties.keySet())
                    .as(place)
                    .containsAll(value.getAsJsonObject().keySet());
            assertThat(value.getAsJsonObject().keySet())
                    .as(place)
                    .containsAll(strings(schema.getAsJsonArray("required")));
            value.getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> assertMatches(
                            place + "/" + entry.getKey(),
                            properties.getAsJsonObject(entry.getKey()),
                            entry.getValue()));
        } else if (schema.get("type").getAsString().equals("array")) {
            assertThat(value.getAsJsonArray()).as(place).isNotEmpty();
            value.getAsJsonArray().forEach(each -> assertMatches(place, schema.getAsJsonObject("items"), each));
        } else if (schema.has("enum")) {
            assertThat(strings(schema.getAsJsonArray("enum"))).as(place).contains(value.getAsString());
        }
    }

    private JsonObject field(String form, String name) {
        return object("components", "schemas", form, "properties", name);
    }

    private JsonObject object(String... path) {
        JsonObject object = document;
        for (String key : path) {
            object = object.getAsJsonObject(key);
        }
        return object;
    }

    private static Set<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).collect(Collectors.toSet());
    }
}
