package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's packages, unchanged, call the service through Envoy. */
@ExtendWith(SharedLocalService.class)
class OpenAiClientsIT {

    private static final Path SCRIPTS = TestPaths.ROOT.resolve("systemtest/src/test/resources/openai");
    private static final Path RECORDING = TestPaths.AUDIO.resolve("jfk.wav");
    private static final double RECORDING_SECONDS = 11;

    private final String endpoint;

    OpenAiClientsIT(LocalService service) {
        endpoint = service.endpoint();
    }

    @Test
    void servesPackageForPython() {
        // given
        Path python = TestPaths.openAiClients().resolve("venv/bin/python");

        // when / then
        assertReadsEverything(run(python, SCRIPTS.resolve("client.py"), endpoint, RECORDING));
    }

    @Test
    void servesPackageForJavaScript() {
        // when / then
        assertReadsEverything(
                run(Path.of("node"), SCRIPTS.resolve("client.mjs"), TestPaths.openAiClients(), endpoint, RECORDING));
    }

    private static JsonObject run(Path interpreter, Object... arguments) {
        try (RunningProgram program = RunningProgram.start(interpreter, arguments)) {
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            return JsonParser.parseString(program.stdout()).getAsJsonObject();
        }
    }

    private static void assertReadsEverything(JsonObject outcome) {
        String text = text(outcome, "text");
        assertThat(TextNormalizer.normalize(text)).contains(Recording.PHRASE_TEXT);
        for (String field : new String[] {"segments", "deltas", "done", "translation", "srt", "vtt"}) {
            assertThat(TextNormalizer.normalize(text(outcome, field))).as(field).contains("fellow americans");
        }
        assertThat(text(outcome, "done")).isEqualTo(text(outcome, "deltas")).isEqualTo(text);
        assertThat(text(outcome, "srt")).startsWith("1\n00:00:0");
        assertThat(text(outcome, "vtt")).startsWith("WEBVTT\n");
        assertThat(text(outcome, "language")).isEqualTo("english");
        assertThat(outcome.get("duration").getAsDouble()).isEqualTo(RECORDING_SECONDS);
        assertThat(outcome.get("logprob").getAsDouble()).isNegative();
        assertWordsInOrder(outcome.getAsJsonArray("words"));
        assertThat(text(outcome, "model")).isEqualTo("base");
        assertThat(outcome.getAsJsonArray("models")).isNotEmpty();
        assertThat(outcome.getAsJsonArray("error").get(0).getAsString()).isEqualTo("language");
        assertThat(text(outcome, "missing")).isEqualTo("model_not_found");
    }

    private static void assertWordsInOrder(JsonArray words) {
        assertThat(words).hasSizeGreaterThan(20);
        double previous = 0;
        for (JsonElement word : words) {
            double start = word.getAsJsonArray().get(1).getAsDouble();
            assertThat(start).as(word::toString).isBetween(previous, RECORDING_SECONDS);
            assertThat(word.getAsJsonArray().get(2).getAsDouble())
                    .as(word::toString)
                    .isGreaterThanOrEqualTo(start);
            previous = start;
        }
    }

    private static String text(JsonObject outcome, String field) {
        return outcome.get(field).getAsString();
    }
}
