package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The command {@code run} of the shipped jar, as a process of its own. */
final class OperatorProcess implements AutoCloseable {
    /** Bound for waiting; only a process that hangs reaches it. */
    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final Path JAR = Path.of("target/audiostream-operator.jar");

    private final Process process;
    private final Path logFile;

    private OperatorProcess(Process process, Path logFile) {
        this.process = process;
        this.logFile = logFile;
    }

    static OperatorProcess start(Path folder, String kubeconfig, Map<String, String> environment, String... arguments)
            throws IOException {
        var config = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
        var log = folder.resolve("log");
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString(), "run");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KUBECONFIG", config.toString());
        builder.environment().putAll(environment);
        return new OperatorProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    void awaitStarted() {
        await().atMost(TIMEOUT).until(() -> log().contains("watching "));
    }

    /** Waits until the process has ended and returns its exit code. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    String log() throws IOException {
        return Files.readString(logFile);
    }

    int status(String path) throws IOException, InterruptedException {
        return get(path).statusCode();
    }

    String metrics() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var port = Pattern.compile("health on port (\\d+)").matcher(log());
        assertThat(port.find()).isTrue();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
