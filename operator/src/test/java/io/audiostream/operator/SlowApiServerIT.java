package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.SlowProxy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only replica of an operator, as a process of its own, with an API server that answers slowly. */
class SlowApiServerIT {
    private static final String LEASE = "operator";

    /** A renewal takes two requests, and so longer than the Lease is valid. */
    private static final Duration DELAY = Duration.ofSeconds(6);

    /** Renewals during the delay, which take more than a minute. */
    private static final int RENEWALS = 6;

    @TempDir
    private Path folder;

    private KubernetesClient client;
    private String namespace;
    private SlowProxy proxy;
    private OperatorProcess operator;

    @BeforeEach
    void startOperator() throws IOException {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
        proxy = SlowProxy.to(URI.create(client.getConfiguration().getMasterUrl()));
        operator = OperatorProcess.start(
                folder,
                ApiServer.shared()
                        .kubeconfig()
                        .replaceFirst("server: \"?https://[^\\s\"]+\"?", "server: " + proxy.address()),
                Map.of("HOSTNAME", "only"),
                "--namespaces",
                namespace,
                "--health-port",
                "0",
                "--leader-election-lease",
                namespace + "/" + LEASE);
        operator.awaitStarted();
        eventually(() -> assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("only"));
    }

    @AfterEach
    void stopOperator() throws InterruptedException, IOException {
        operator.close();
        proxy.close();
        client.close();
    }

    @Test
    void leadsOnAndReconcilesWhileEachAnswerTakesSeconds() throws Exception {
        // given
        apply(1);
        eventually(() -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(1));

        // when
        proxy.delayAnswers(DELAY);
        for (var renewal = 0; renewal < RENEWALS; renewal++) {
            awaitRenewal();
        }
        apply(2);

        // then
        eventually(() -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(2));
        assertThat(operator.isAlive()).as(operator.log()).isTrue();
        assertThat(operator.log()).doesNotContain("lost the lease");
        assertThat(operator.metrics()).contains("audiostream_operator_leader 1.0");
        assertThat(operator.status("/healthz")).isEqualTo(200);
        assertThat(lease().getSpec().getLeaseTransitions()).isZero();
    }

    private void awaitRenewal() {
        var before = lease().getSpec().getRenewTime();
        eventually(() -> {
            assertThat(operator.isAlive()).as(operator.log()).isTrue();
            assertThat(lease().getSpec().getRenewTime()).isAfter(before);
        });
    }

    private Lease lease() {
        var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
        assertThat(lease).isNotNull();
        return lease;
    }

    private void apply(int replicas) {
        var resource = ResourceFiles.parse("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata:
                  name: minimal
                  namespace: %s
                spec:
                  model:
                    name: base
                  replicas: %d
                """.formatted(namespace, replicas));
        client.resource(resource).fieldManager("user").forceConflicts().serverSideApply();
    }

    private Deployment deployment() {
        var deployment = client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("minimal")
                .get();
        assertThat(deployment).isNotNull();
        return deployment;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(OperatorProcess.TIMEOUT).untilAsserted(assertion);
    }
}
