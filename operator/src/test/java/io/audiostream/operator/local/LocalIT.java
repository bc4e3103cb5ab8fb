package io.audiostream.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.envoy.EnvoyTestConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code local} with the real Envoy and a fake transcriber that can fail. */
class LocalIT {
    @TempDir
    private Path folder;

    private Path transcriber;
    private RunningLocal local;

    @BeforeEach
    void makeTranscriber() throws IOException {
        transcriber = FakeProgramJar.in(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (local != null) {
            local.close();
        }
    }

    @Test
    void printsOneLineWhenEndpointIsReady() throws Exception {
        // given
        start("serve");

        // when
        var endpoint = local.endpoint();

        // then
        assertThat(get(endpoint, "/readyz").statusCode()).isEqualTo(200);
        assertThat(local.out()).matches("READY 127\\.0\\.0\\.1:\\d+\n");
        assertThat(local.err()).contains("in place of the model of").doesNotContain("fake program");
    }

    @Test
    void stopsEverythingOnSigtermAndLeavesNoFiles() throws Exception {
        // given
        start("serve");
        local.endpoint();
        var children = local.children();

        // when
        local.handle().destroy();

        // then
        assertThat(local.exitCode()).isEqualTo(128 + 15);
        assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(local.leftovers()).isEmpty();
        assertThat(local.err()).doesNotContain("error", "exited");
    }

    @Test
    void runsChildrenInSessionsThatCtrlCDoesNotReach() throws Exception {
        // given
        start("serve");
        local.endpoint();

        // when
        var sessions = local.children().stream().map(LocalIT::session).distinct();

        // then
        assertThat(sessions).hasSize(2).doesNotContain(session(local.handle()));
    }

    @Test
    void stopsEverythingAndReportsProcessThatCrashesLater() throws Exception {
        // given
        start("serve");
        var endpoint = local.endpoint();
        var children = local.children();

        // when
        get(endpoint, "/v1/crash");

        // then
        assertThat(local.exitCode()).isEqualTo(1);
        assertThat(local.err())
                .contains("transcriber exited with code 134; its last lines:", "  something terrible")
                .doesNotContain("stopping");
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(local.leftovers()).isEmpty();
    }

    @Test
    void reportsProcessThatFailsAtStart() throws Exception {
        // when
        start("fail");

        // then
        assertThat(local.exitCode()).isEqualTo(1);
        assertThat(local.err())
                .contains("transcriber exited with code 3; its last lines:", "  the model is broken")
                .doesNotContain("stopping");
        assertThat(local.out()).isEmpty();
        assertThat(local.leftovers()).isEmpty();
    }

    @Test
    void stopsChildrenWhenItIsKilled() throws Exception {
        // given
        start("serve");
        local.endpoint();
        var children = local.children();

        // when
        local.handle().destroyForcibly();

        // then
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @CsvSource({"AUDIOSTREAM_CT2, faster-whisper-base", "ANYTHING_ELSE, ggml-base.bin"})
    void downloadsModelInFormatOfAvailableEngine(String variable, String file) throws Exception {
        // given
        var cache = folder.resolve("cache");

        // when
        local = RunningLocal.startWith(
                folder,
                Map.of(variable, folder.toString()),
                List.of(
                        "--envoy",
                        EnvoyTestConfig.program().toString(),
                        "-f",
                        RunningLocal.MINIMAL.toString(),
                        "--transcriber",
                        transcriber.toString(),
                        "--cache",
                        cache.toString(),
                        "--port",
                        "0",
                        "--verbose"));
        local.endpoint();

        // then
        var model = cache.resolve("models").resolve(file);
        assertThat(local.err())
                .contains("==> fetching the model base to " + model)
                .containsPattern("transcriber \\| fake program with serve --model-file " + model
                        + " --model-name base --model-sha256 [0-9a-f]{64} ");
    }

    @Test
    void downloadsIncompleteModel() throws Exception {
        // given
        var cache = folder.resolve("cache");
        var half = Files.createDirectories(cache.resolve("models/faster-whisper-base"));
        Files.writeString(half.resolve("config.json"), "serve");

        // when
        local = RunningLocal.startWith(
                folder,
                Map.of("AUDIOSTREAM_CT2", folder.toString()),
                List.of(
                        "--envoy",
                        EnvoyTestConfig.program().toString(),
                        "-f",
                        RunningLocal.MINIMAL.toString(),
                        "--transcriber",
                        transcriber.toString(),
                        "--cache",
                        cache.toString(),
                        "--port",
                        "0"));
        local.endpoint();

        // then
        assertThat(local.err()).contains("==> fetching the model base to " + half);
        assertThat(half.resolve("model.bin")).exists();
    }

    @Test
    void namesOptionIfPortIsTaken() throws Exception {
        // given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // when
            start("serve", String.valueOf(taken.getLocalPort()));

            // then
            assertThat(local.exitCode()).isEqualTo(1);
            assertThat(local.err())
                    .contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken", "--port N")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void explainsHowToGetMissingEnvoy() throws Exception {
        // when
        local = RunningLocal.startWith(
                folder, Map.of("PATH", folder.toString()), List.of("-f", RunningLocal.MINIMAL.toString()));

        // then
        assertThat(local.exitCode()).isEqualTo(1);
        assertThat(local.err()).contains("no envoy on PATH", "--envoy PATH", "dev/envoy");
    }

    @Test
    void explainsHowToGetMissingTranscriber() throws Exception {
        // when
        local = RunningLocal.start(folder, "-f", RunningLocal.MINIMAL.toString(), "--transcriber", "/nowhere.jar");

        // then
        assertThat(local.exitCode()).isEqualTo(1);
        assertThat(local.err()).contains("no transcriber at /nowhere.jar", "./mvnw package -pl transcriber");
    }

    @Test
    void asksForModelFileIfModelIsOnVolume() throws Exception {
        // when
        local = RunningLocal.start(folder, "-f", "../deploy/examples/volume.yaml", "--transcriber", "x");

        // then
        assertThat(local.exitCode()).isEqualTo(1);
        assertThat(local.err()).contains("volume claim 'models'", "--model-file PATH");
    }

    @Test
    void asksForModelFileIfModelIsInImage() throws Exception {
        // when
        local = RunningLocal.start(folder, "-f", "../deploy/examples/image.yaml", "--transcriber", "x");

        // then
        assertThat(local.exitCode()).isEqualTo(1);
        assertThat(local.err())
                .contains("the image 'registry.example.com/models/whisper:base-q8_0'", "--model-file PATH");
    }

    private void start(String behaviour) throws IOException {
        start(behaviour, "0");
    }

    private void start(String behaviour, String port) throws IOException {
        var model = Files.writeString(folder.resolve("model"), behaviour);
        local = RunningLocal.start(
                folder,
                "-f",
                RunningLocal.MINIMAL.toString(),
                "--transcriber",
                transcriber.toString(),
                "--model-file",
                model.toString(),
                "--port",
                port);
    }

    private static HttpResponse<String> get(String endpoint, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + endpoint + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Returns the session id of a process: the sixth field of its stat file, see proc(5). */
    private static String session(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
