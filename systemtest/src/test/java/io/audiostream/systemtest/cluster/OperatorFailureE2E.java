package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Failures of the operator or the API server: the system recovers without intervention. */
@Tag("node")
@Order(2)
class OperatorFailureE2E {

    /** Longer than the lease of 15 s, so that the leader loses it. */
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.install("replicaCount=2", "networkPolicy.enabled=true");
        namespace = Namespace.create("e2e-failure");
        namespace.applyService("failure", "");
        namespace.awaitSettled("failure");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @AfterEach
    void assertSystemRecovered() {
        namespace.awaitSettled("failure");
        assertOperatorReconciles();
        namespace.assertTranscribes("failure");
    }

    @Test
    void standbyTakesOverFromLeaderDeletedByForce() {
        // given
        String leader = Operator.awaitLeader();

        // when
        Cluster.kubectl("-n", Operator.NAMESPACE, "delete", "pod", leader, "--force", "--grace-period=0");

        // then
        Operator.awaitLeaderOtherThan(leader);
        awaitRollout().until(() -> Operator.pods().size() == 2);
    }

    @Test
    void restartsKilledLeaderAndOneReplicaLeads() {
        // given
        String leader = Operator.awaitLeader();
        int restarts = Operator.restarts(leader);

        // when
        Node.kill(Operator.NAMESPACE, leader, "operator");

        // then
        awaitRollout().until(() -> Operator.restarts(leader) > restarts);
        Operator.awaitLeader();
    }

    @Test
    void standbyTakesOverFromDeletedLeader() {
        // given
        String leader = Operator.awaitLeader();

        // when
        Cluster.kubectl("-n", Operator.NAMESPACE, "delete", "pod", leader, "--wait=false");

        // then: FailoverIT shows that the leader releases its Lease at once
        Operator.awaitLeaderOtherThan(leader);
        awaitRollout().until(() -> Operator.pods().size() == 2);
    }

    @Test
    void restartsWhenAllReplicasAreKilled() {
        // given
        List<String> pods = Operator.pods();
        assertThat(pods).hasSize(2);
        List<Integer> restarts = pods.stream().map(Operator::restarts).toList();

        // when
        pods.forEach(pod -> Node.kill(Operator.NAMESPACE, pod, "operator"));

        // then
        for (int i = 0; i < pods.size(); i++) {
            String pod = pods.get(i);
            int before = restarts.get(i);
            awaitRollout().until(() -> Operator.restarts(pod) > before);
        }
        Operator.awaitLeader();
    }

    @Test
    void servesStreamsDuringAnOutageOfTheApiServer() {
        // given
        try (PortForward service = PortForward.to(namespace, "failure")) {
            Instant end = Instant.now().plus(OUTAGE);
            Node.suspendApiServer();
            try {
                do {
                    // when
                    try (LiveStream stream = LiveStream.startPhrase(service.newStub())) {
                        stream.awaitSent();

                        // then
                        stream.assertPhrase();
                    }
                } while (Instant.now().isBefore(end));
            } finally {
                Node.resumeApiServer();
            }
        }
        awaitRollout().until(() -> Cluster.tryKubectl("get", "--raw", "/readyz").succeeded());
    }

    /** Deletes an object and waits until the operator has created it again. */
    private static void assertOperatorReconciles() {
        String config = namespace.envoyConfig("failure");
        String before = namespace.uid(config);
        namespace.kubectl("delete", config);
        awaitChange()
                .untilAsserted(() -> assertThat(namespace.uid(config))
                        .as(Operator::log)
                        .isNotEmpty()
                        .isNotEqualTo(before));
    }
}
