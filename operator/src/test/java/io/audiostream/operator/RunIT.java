package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code run} of the shipped jar, as a process of its own. */
class RunIT {
    private static final Path JAR = Path.of("target/audiostream-operator.jar");

    /** Bound for waiting; only a process that hangs reaches it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private KubernetesClient client;
    private String namespace;
    private Process process;

    @BeforeEach
    void connect() {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        client.close();
    }

    @Test
    void reconcilesAndIsReadyUntilSigterm() throws Exception {
        // given
        run(ApiServer.shared().kubeconfig(), Map.of(), "--namespaces", namespace, "--health-port", "0");
        awaitStarted();

        // when
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setNamespace(namespace);
        client.resource(resource).create();

        // then
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName("minimal")
                                .get())
                        .isNotNull());
        assertThat(status("/healthz")).isEqualTo(200);
        assertThat(status("/readyz")).isEqualTo(200);
        // The Deployment exists before the reconcile that created it has ended.
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(get("/metrics").body())
                        .containsPattern("(?m)^audiostream_operator_reconcile_seconds_count [1-9]"));
        assertThat(get("/metrics").body())
                .contains("audiostream_operator_reconcile_failures_total 0.0", "jvm_memory_used_bytes");

        // when
        process.destroy();

        // then
        var _ = awaitExit();
        assertThat(log()).doesNotContain("Exception");
    }

    @Test
    void logsJsonWhenConfigured() throws Exception {
        // when
        run(
                ApiServer.shared().kubeconfig(),
                Map.of("AUDIOSTREAM_LOG_FORMAT", "json"),
                "--namespaces",
                namespace,
                "--health-port",
                "0");
        awaitStarted();

        // then
        assertThat(log().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"").endsWith("}"));
    }

    @Test
    void reportsUnreachableClusterInOneLine() throws Exception {
        // when
        run(
                ApiServer.shared()
                        .kubeconfig()
                        .replaceFirst("server: \"?https://[^\\s\"]+\"?", "server: https://127.0.0.1:1"),
                Map.of(),
                "--health-port",
                "0");

        // then
        assertThat(awaitExit()).isEqualTo(1);
        assertThat(log().lines())
                .filteredOn(line -> line.startsWith("error: "))
                .singleElement()
                .asString()
                .startsWith("error: no Kubernetes answers at https://127.0.0.1:1/: check KUBECONFIG");
        assertThat(log()).doesNotContain("\tat ");
    }

    private void run(String kubeconfig, Map<String, String> environment, String... arguments) throws IOException {
        var config = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString(), "run");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KUBECONFIG", config.toString());
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private void awaitStarted() {
        await().atMost(TIMEOUT).until(() -> log().contains("health on port"));
    }

    /** Waits until the process has ended and returns its exit code. */
    private int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private int status(String path) throws Exception {
        return get(path).statusCode();
    }

    private HttpResponse<String> get(String path) throws Exception {
        var port = Pattern.compile("health on port (\\d+)").matcher(log());
        assertThat(port.find()).isTrue();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
