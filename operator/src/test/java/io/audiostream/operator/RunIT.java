package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code run} of the shipped jar, as a process of its own. */
class RunIT {
    @TempDir
    private Path folder;

    private KubernetesClient client;
    private String namespace;
    private OperatorProcess process;

    @BeforeEach
    void connect() {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.close();
        }
        client.close();
    }

    @Test
    void reconcilesAndIsReadyUntilSigterm() throws Exception {
        // given
        process = start(ApiServer.shared().kubeconfig(), Map.of(), "--namespaces", namespace, "--health-port", "0");
        process.awaitStarted();

        // when
        createExample();

        // then
        awaitDeployment();
        assertThat(process.status("/healthz")).isEqualTo(200);
        assertThat(process.status("/readyz")).isEqualTo(200);
        // The Deployment exists before the reconcile that created it has ended.
        await().atMost(OperatorProcess.TIMEOUT)
                .untilAsserted(() -> assertThat(process.metrics())
                        .containsPattern("(?m)^audiostream_operator_reconcile_seconds_count [1-9]")
                        .contains(
                                "audiostream_operator_conditions{reason=\"NoPods\",status=\"False\",type=\"Ready\"} 1.0")
                        .contains("audiostream_operator_reconciles_running 0.0"));
        assertThat(process.metrics())
                .contains("audiostream_operator_reconcile_failures_total 0.0", "jvm_memory_used_bytes");

        // when
        process.terminate();

        // then
        var _ = process.awaitExit();
        assertThat(process.log()).doesNotContain("Exception");
    }

    /** Otherwise the next leader would have to wait for the end of the Lease. */
    @Test
    void releasesLeaseAtSigterm() throws Exception {
        // given
        process = start(
                ApiServer.shared().kubeconfig(),
                Map.of("HOSTNAME", "first"),
                "--namespaces",
                namespace,
                "--health-port",
                "0",
                "--leader-election-lease",
                namespace + "/operator");
        await().atMost(OperatorProcess.TIMEOUT)
                .untilAsserted(() -> assertThat(holder()).isEqualTo("first"));
        createExample();
        awaitDeployment(); // a leader that has begun to reconcile

        // when
        process.terminate();

        // then
        var _ = process.awaitExit();
        assertThat(holder()).isEmpty();
        assertThat(process.log()).doesNotContain("Exception", "lost the lease");
    }

    private String holder() {
        var lease = client.leases().inNamespace(namespace).withName("operator").get();
        return lease == null ? "" : lease.getSpec().getHolderIdentity();
    }

    @Test
    void logsJsonWhenConfigured() throws Exception {
        // when
        process = start(
                ApiServer.shared().kubeconfig(),
                Map.of("AUDIOSTREAM_LOG_FORMAT", "json"),
                "--namespaces",
                namespace,
                "--health-port",
                "0");
        process.awaitStarted();

        // then
        assertThat(process.log().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"").endsWith("}"));
    }

    @Test
    void reportsUnreachableClusterInOneLine() throws Exception {
        // when
        process = start(
                ApiServer.shared()
                        .kubeconfig()
                        .replaceFirst("server: \"?https://[^\\s\"]+\"?", "server: https://127.0.0.1:1"),
                Map.of(),
                "--health-port",
                "0");

        // then
        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(process.log().lines())
                .filteredOn(line -> line.startsWith("error: "))
                .singleElement()
                .asString()
                .startsWith("error: no Kubernetes answers at https://127.0.0.1:1/: check KUBECONFIG");
        assertThat(process.log()).doesNotContain("\tat ");
    }

    private void createExample() throws IOException {
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setNamespace(namespace);
        client.resource(resource).create();
    }

    private void awaitDeployment() {
        await().atMost(OperatorProcess.TIMEOUT)
                .untilAsserted(() -> assertThat(client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName("minimal")
                                .get())
                        .isNotNull());
    }

    private OperatorProcess start(String kubeconfig, Map<String, String> environment, String... arguments)
            throws IOException {
        return OperatorProcess.start(folder, kubeconfig, environment, arguments);
    }
}
