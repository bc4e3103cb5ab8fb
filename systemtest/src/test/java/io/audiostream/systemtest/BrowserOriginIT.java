package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a permitted origin and of another one, in a real browser: WebSockets, and OpenAI's package unchanged. */
class BrowserOriginIT {

    private static final BrowserPage SOCKETS = new BrowserPage("/browser/websocket.html", new byte[0]);
    private static final BrowserPage OPENAI = new BrowserPage(
                    "/browser/openai.html", Recording.wav("jfk").toByteArray())
            .withModules("/openai/", TestPaths.openAiClients().resolve("node_modules/openai"));

    /** The browser takes each name of this machine for another origin. */
    private static final String PERMITTED_HOST = "127.0.0.1";

    private static final String OTHER_HOST = "localhost";

    private static LocalService service;

    @TempDir
    private Path profile;

    @BeforeAll
    static void start() {
        service = LocalService.start("    cors:\n      allowOrigins: [\"%s\", \"%s\"]\n"
                .formatted(SOCKETS.origin(PERMITTED_HOST), OPENAI.origin(PERMITTED_HOST)));
    }

    @AfterAll
    static void stop() {
        service.close();
        SOCKETS.close();
        OPENAI.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/stream", "/v1/realtime?intent=transcription"})
    void opensWebSocketsForPermittedOriginOnly(String path) {
        // when
        String url = "ws://" + service.endpoint() + path;
        String permitted = SOCKETS.call(SOCKETS.origin(PERMITTED_HOST), url, profile.resolve("permitted"));
        String other = SOCKETS.call(SOCKETS.origin(OTHER_HOST), url, profile.resolve("other"));

        // then: browsers tell pages no reason
        assertThat(permitted).isEqualTo("opened");
        assertThat(other).isEqualTo("closed 1006");
    }

    @Test
    void servesOpenAiPackageInPageOfPermittedOrigin() {
        // when
        String outcome = OPENAI.call(OPENAI.origin(PERMITTED_HOST), api(), profile);

        // then
        assertThat(outcome).startsWith("{");
        JsonObject answers = JsonParser.parseString(outcome).getAsJsonObject();
        String text = answers.get("text").getAsString();
        assertThat(TextNormalizer.normalize(text)).contains(Recording.PHRASE_TEXT);
        assertThat(answers.get("deltas").getAsString()).isEqualTo(text);
        assertThat(answers.getAsJsonArray("models").toString()).contains("base");
        JsonObject refused = answers.getAsJsonObject("refused");
        assertThat(refused.get("status").getAsInt()).isEqualTo(400);
        assertThat(refused.get("param").getAsString()).isEqualTo("language");
    }

    @Test
    void hidesAnswersFromOpenAiPackageInPageOfOtherOrigin() {
        // when / then
        assertThat(OPENAI.call(OPENAI.origin(OTHER_HOST), api(), profile))
                .startsWith("failed: Error: Connection error");
    }

    private static String api() {
        return "http://" + service.endpoint() + "/v1";
    }
}
