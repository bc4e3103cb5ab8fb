package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.transcriber.engine.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class ServeIT {

    @TempDir
    private Path dir;

    @Test
    void aProcessThatIsToldToStopEndsAsOneThatHasNothingLeftToDo() throws Exception {
        try (ServeProcess serve =
                start(Map.of(), "--model-file", TestModel.ggml().toString())) {
            await().atMost(Duration.ofMinutes(1)).until(serve::isReady);

            serve.process.toHandle().destroy();

            assertThat(serve.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.process.exitValue()).as(serve.log()).isZero();
        }
    }

    @Test
    void slotsCanBeMeasured() throws Exception {
        try (ServeProcess serve = start(
                Map.of(),
                "--model-file",
                TestModel.ct2().toString(),
                "--ct2-library",
                TestModel.ct2Library().toString(),
                "--calibrate",
                "--slots",
                "251")) {
            await().atMost(Duration.ofMinutes(2)).until(serve::isReady);

            Matcher slots = Pattern.compile("\"slots\":(\\d+),").matcher(serve.get("/statusz"));
            assertThat(slots.find()).isTrue();
            assertThat(Integer.parseInt(slots.group(1))).isBetween(1, 250);
        }
    }

    @Test
    void aProcessThatFailsSaysWhyInItsLastLine() throws Exception {
        Path junk = Files.writeString(dir.resolve("junk.bin"), "this is not a model, whatever its name says");
        try (ServeProcess serve = start(Map.of(), "--model-file", junk.toString())) {
            assertFailsWith(serve, "junk.bin", "not a whole ggml Whisper model");
        }
    }

    @Test
    void aDetectorThatIsNoneEndsTheProcessWithASentence() throws Exception {
        Files.writeString(dir.resolve("silero_vad_16k_sequence.onnx"), "this is not a network, whatever its name says");
        try (ServeProcess serve =
                start(Map.of(), "--model-file", TestModel.ggml().toString(), "--silero", dir.toString())) {
            assertFailsWith(serve, "silero_vad_16k_sequence.onnx", "can't be loaded as Silero VAD");
        }
    }

    @Test
    void whereTracesCantGoEndsTheProcessWithASentence() throws Exception {
        try (ServeProcess serve = start(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"),
                "--model-file",
                TestModel.ggml().toString())) {
            assertFailsWith(serve, "OTEL_*", "collector");
        }
    }

    private static void assertFailsWith(ServeProcess serve, String... words) throws Exception {
        assertThat(serve.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(serve.process.exitValue()).isEqualTo(1);
        assertThat(serve.log().lines().toList().getLast()).startsWith("error: ").contains(words);
    }

    private ServeProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return ServeProcess.start(dir, environment, arguments);
    }
}
