package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.transcriber.engine.TestModel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        int port = freePort();
        Process serve = start(
                "serve", "--model-file", TestModel.ggml().toString(), "--grpc-port", "0", "--http-port", "" + port);
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> isReady(port));

            serve.toHandle().destroy();

            assertThat(serve.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.exitValue()).as(log()).isZero();
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void slotsCanBeMeasured() throws Exception {
        int port = freePort();
        Process serve = start(
                "serve",
                "--model-file",
                TestModel.ct2().toString(),
                "--ct2-library",
                TestModel.ct2Library().toString(),
                "--calibrate",
                "--slots",
                "251",
                "--grpc-port",
                "0",
                "--http-port",
                "" + port);
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> isReady(port));

            Matcher slots = Pattern.compile("\"slots\":(\\d+),").matcher(get(port, "/statusz"));
            assertThat(slots.find()).isTrue();
            assertThat(Integer.parseInt(slots.group(1))).isBetween(1, 250);
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void aProcessThatFailsSaysWhyInItsLastLine() throws Exception {
        Path junk = Files.writeString(dir.resolve("junk.bin"), "this is not a model, whatever its name says");
        Process serve = start("serve", "--model-file", junk.toString(), "--grpc-port", "0", "--http-port", "0");
        try {
            assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(serve.exitValue()).isEqualTo(1);
            assertThat(log().lines().toList().getLast())
                    .startsWith("error: ")
                    .contains("junk.bin", "not a whole ggml Whisper model");
        } finally {
            serve.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TranscriberMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(dir.resolve("log"));
    }

    private static boolean isReady(int port) throws InterruptedException {
        try {
            return get(port, "/readyz").equals("ready\n");
        } catch (IOException e) {
            return false;
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
