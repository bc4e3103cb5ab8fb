package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The command {@code serve} as a process of its own. Closing it kills the process. */
final class ServeProcess implements AutoCloseable {

    /** Bound for waiting; only a process that hangs reaches it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final String READY = "READY ";

    private final Process process;
    private final Path stdout;
    private final Path stderr;
    private final int apiPort;
    private final int httpPort;

    private ServeProcess(Process process, Path stdout, Path stderr, int apiPort, int httpPort) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
        this.apiPort = apiPort;
        this.httpPort = httpPort;
    }

    /** Starts {@code serve} on free ports; {@code dir} receives its output. */
    static ServeProcess start(Path dir, Map<String, String> environment, String... arguments) throws IOException {
        int apiPort = freePort();
        int httpPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TranscriberMain.class.getName(),
                "serve",
                "--grpc-port",
                "0",
                "--api-port",
                "" + apiPort,
                "--http-port",
                "" + httpPort));
        command.addAll(List.of(arguments));
        Path stdout = dir.resolve("stdout");
        Path stderr = dir.resolve("stderr");
        var builder =
                new ProcessBuilder(command).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        builder.environment().putAll(environment);
        return new ServeProcess(builder.start(), stdout, stderr, apiPort, httpPort);
    }

    /** Waits for the line {@code READY HOST:PORT} on standard output and returns the gRPC address, HOST:PORT. */
    String awaitReady() {
        return await().atMost(TIMEOUT)
                .failFast(() -> assertThat(process.isAlive()).as(this::log).isTrue())
                .until(this::readyAddress, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> readyAddress() throws IOException {
        return Files.readString(stdout)
                .lines()
                .filter(line -> line.startsWith(READY))
                .map(line -> line.substring(READY.length()))
                .findFirst();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Waits until the process has ended and returns its exit code. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as(this::log)
                .isTrue();
        return process.exitValue();
    }

    /** Returns standard error so far. */
    String log() {
        try {
            return Files.readString(stderr);
        } catch (IOException e) {
            return e.toString();
        }
    }

    URI apiUri(String path) {
        return URI.create("http://127.0.0.1:" + apiPort + path);
    }

    private URI httpUri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(httpUri(path)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
