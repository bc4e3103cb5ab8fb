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

/** The jar as it is shipped, as a process of its own. */
class RunIT {
    private static final Path JAR = Path.of("target/audiostream-operator.jar");
    private static final Duration START = Duration.ofSeconds(30);

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
    void reconcilesAndIsReadyUntilItIsTerminated() throws Exception {
        // given
        run(ApiServer.shared().kubeconfig(), Map.of(), "--namespaces", namespace, "--health-port", "0");
        await().atMost(START).until(() -> log().contains("health on port"));

        // when
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setNamespace(namespace);
        client.resource(resource).create();

        // then
        await().atMost(START)
                .untilAsserted(() -> assertThat(client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName("minimal")
                                .get())
                        .isNotNull());
        assertThat(status("/healthz")).isEqualTo(200);
        assertThat(status("/readyz")).isEqualTo(200);
        // The Deployment is there before the reconcile that made it is over.
        await().untilAsserted(() -> assertThat(get("/metrics").body())
                .containsPattern("(?m)^audiostream_operator_reconcile_seconds_count [1-9]"));
        assertThat(get("/metrics").body())
                .contains("audiostream_operator_reconcile_failures_total 0.0", "jvm_memory_used_bytes");

        // when
        process.destroy();

        // then
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).doesNotContain("Exception");
    }

    @Test
    void logsJsonWhenAsked() throws Exception {
        // when
        run(
                ApiServer.shared().kubeconfig(),
                Map.of("AUDIOSTREAM_LOG_FORMAT", "json"),
                "--namespaces",
                namespace,
                "--health-port",
                "0");
        await().atMost(START).until(() -> log().contains("health on port"));

        // then
        assertThat(log().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"").endsWith("}"));
    }

    @Test
    void saysThatNoClusterAnswers() throws Exception {
        // when
        run(
                ApiServer.shared()
                        .kubeconfig()
                        .replaceFirst("server: \"?https://[^\\s\"]+\"?", "server: https://127.0.0.1:1"),
                Map.of(),
                "--health-port",
                "0");

        // then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
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
