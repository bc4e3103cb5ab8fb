package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.TestModel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start and end of the command {@code serve}, as a process of its own. */
class ServeIT {

    @TempDir
    private Path dir;

    @Test
    void exitsWithZeroAfterSigterm() throws Exception {
        // given
        try (ServeProcess serve =
                start(Map.of(), "--model-file", TestModel.ggml().toString())) {
            serve.awaitReady();

            // when
            serve.terminate();

            // then
            assertThat(serve.awaitExit()).as(serve::log).isZero();
        }
    }

    /**
     * A host that is not 127.0.0.1 stands for the network of the pods: 127.0.0.2 reaches all but loopback listeners.
     */
    @Test
    void servesApiOnLoopbackOnly() throws Exception {
        // given
        try (ServeProcess serve =
                start(Map.of(), "--model-file", TestModel.ggml().toString())) {
            serve.awaitReady();

            // when / then
            assertThat(serve.get("/readyz")).isEqualTo("ready\n");
            new Socket("127.0.0.1", serve.apiUri("/").getPort()).close();
            assertThatThrownBy(() -> new Socket("127.0.0.2", serve.apiUri("/").getPort()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void measuresSlots() throws Exception {
        // given
        int configured = 251;
        try (ServeProcess serve = start(
                Map.of(),
                "--model-file",
                TestModel.ct2().toString(),
                "--ct2-library",
                TestModel.ct2Library().toString(),
                "--calibrate",
                "--slots",
                "" + configured)) {
            // when
            serve.awaitReady();
            var slots = Pattern.compile("\"slots\":(\\d+),").matcher(serve.get("/statusz"));

            // then
            assertThat(slots.find()).isTrue();
            assertThat(Integer.parseInt(slots.group(1))).isBetween(1, configured - 1);
        }
    }

    @Test
    void reportsInvalidModelInItsLastLine() throws Exception {
        // given
        Path junk = Files.writeString(dir.resolve("junk.bin"), "this is not a model, whatever its name says");

        // when
        try (ServeProcess serve = start(Map.of(), "--model-file", junk.toString())) {
            // then
            assertFails(serve, "junk.bin", "not a complete ggml Whisper model");
        }
    }

    @Test
    void reportsInvalidSpeechDetectorInItsLastLine() throws Exception {
        // given
        Files.writeString(dir.resolve("silero_vad_16k_sequence.onnx"), "this is not a network, whatever its name says");

        // when
        try (ServeProcess serve =
                start(Map.of(), "--model-file", TestModel.ggml().toString(), "--silero", dir.toString())) {
            // then
            assertFails(serve, "silero_vad_16k_sequence.onnx", "loaded as Silero VAD");
        }
    }

    @Test
    void reportsInvalidTracesEndpointInItsLastLine() throws Exception {
        // when
        try (ServeProcess serve = start(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"),
                "--model-file",
                TestModel.ggml().toString())) {
            // then
            assertFails(serve, "OTEL_*", "collector");
        }
    }

    private static void assertFails(ServeProcess serve, String... parts) throws InterruptedException {
        assertThat(serve.awaitExit()).isEqualTo(1);
        assertThat(serve.log().lines().toList().getLast()).startsWith("error: ").contains(parts);
    }

    private ServeProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return ServeProcess.start(dir, environment, arguments);
    }
}
