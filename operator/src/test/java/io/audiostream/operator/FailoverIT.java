package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of one operator, as processes of their own. {@code LeaseTimesTest} bounds the time of a failover. */
class FailoverIT {
    private static final String LEASE = "operator";

    @TempDir
    private Path folder;

    private KubernetesClient client;
    private String namespace;
    private OperatorProcess leader;
    private OperatorProcess standby;

    @BeforeEach
    void startBoth() throws IOException {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
        leader = start("first");
        eventually(() -> assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("first"));
        standby = start("second");
        standby.awaitStarted();
    }

    @AfterEach
    void stopBoth() throws InterruptedException {
        leader.close();
        standby.close();
        client.close();
    }

    @Test
    void standbyLeadsAndReconcilesAfterLeaderIsKilled() throws Exception {
        // given
        apply("before");
        eventually(() -> assertReconciled("before"));
        assertThat(standby.metrics()).contains("audiostream_operator_leader 0.0");

        // when
        leader.close(); // SIGKILL

        // then
        apply("after");
        eventually(() -> assertReconciled("after"));
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("second");
        assertThat(standby.metrics()).contains("audiostream_operator_leader 1.0");
    }

    @Test
    void leaseHasTimesOfFailover() {
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(11);
    }

    /** Without the empty holder the standby would wait until the Lease has expired. */
    @Test
    void leaderEmptiesLeaseAtSigterm() throws Exception {
        // given
        var holders = new CopyOnWriteArrayList<String>();
        try (var _ = client.leases().inNamespace(namespace).withName(LEASE).watch(recording(holders))) {
            // when
            leader.terminate();

            // then
            eventually(() -> assertThat(holders).endsWith("second"));
        }
        assertThat(holders).containsSubsequence(List.of("first", "", "second"));
        apply("after");
        eventually(() -> assertReconciled("after"));
    }

    private static Watcher<Lease> recording(List<String> holders) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Lease lease) {
                holders.add(lease.getSpec().getHolderIdentity());
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }

    private OperatorProcess start(String pod) throws IOException {
        return OperatorProcess.start(
                Files.createDirectory(folder.resolve(pod)),
                ApiServer.shared().kubeconfig(),
                Map.of("HOSTNAME", pod),
                "--namespaces",
                namespace,
                "--health-port",
                "0",
                "--leader-election-lease",
                namespace + "/" + LEASE);
    }

    private Lease lease() {
        var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
        assertThat(lease).isNotNull();
        return lease;
    }

    private void apply(String name) {
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setName(name);
        resource.getMetadata().setNamespace(namespace);
        client.resource(resource).create();
    }

    private void assertReconciled(String name) {
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .isNotNull();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(OperatorProcess.TIMEOUT).untilAsserted(assertion);
    }
}
