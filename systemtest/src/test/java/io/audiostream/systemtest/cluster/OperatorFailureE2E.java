package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator or the API server is killed or goes away: it ends with Ready, and nobody has to clean up. */
@Tag("node")
class OperatorFailureE2E {

    private static final Duration RECOVERY = Duration.ofMinutes(2);
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.install("replicaCount=2", "networkPolicy.enabled=true");
        namespace = Namespace.create("e2e-failure");
        namespace.applyService("failure", "");
        namespace.awaitSettled("failure");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @AfterEach
    void everythingWorks() {
        namespace.awaitSettled("failure");
        theOperatorRepairs();
        namespace.assertHears("failure");
    }

    @Test
    void theOtherOperatorTakesOverWhenTheLeaderIsGoneWithoutAWord() {
        String leader = Operator.awaitLeader();

        Cluster.kubectl("-n", Operator.NAMESPACE, "delete", "pod", leader, "--force", "--grace-period=0");

        await().atMost(RECOVERY)
                .until(() -> !Operator.leader().isEmpty() && !Operator.leader().equals(leader));
        await().atMost(RECOVERY).until(() -> Operator.pods().size() == 2);
    }

    @Test
    void aKilledLeaderComesBackAndOneOfTheTwoLeads() {
        String leader = Operator.awaitLeader();
        int restarts = Operator.restarts(leader);

        Node.signal("SIGKILL", Operator.NAMESPACE, leader, "operator");

        await().atMost(RECOVERY).until(() -> Operator.restarts(leader) > restarts);
        Operator.awaitLeader();
    }

    @Test
    void aLeaderThatIsToldToGoHandsOverAtOnce() {
        String leader = Operator.awaitLeader();

        Cluster.kubectl("-n", Operator.NAMESPACE, "delete", "pod", leader, "--wait=false");

        // Without a word from it the lease would last 15 s.
        await().atMost(Duration.ofSeconds(8))
                .until(() -> !Operator.leader().isEmpty() && !Operator.leader().equals(leader));
        await().atMost(RECOVERY).until(() -> Operator.pods().size() == 2);
    }

    @Test
    void theOperatorGoesOnWhenAllOfItIsKilled() {
        List<String> pods = Operator.pods();
        assertThat(pods).hasSize(2);
        List<Integer> restarts = pods.stream().map(Operator::restarts).toList();

        pods.forEach(pod -> Node.signal("SIGKILL", Operator.NAMESPACE, pod, "operator"));

        for (int i = 0; i < pods.size(); i++) {
            String pod = pods.get(i);
            int before = restarts.get(i);
            await().atMost(RECOVERY).until(() -> Operator.restarts(pod) > before);
        }
        Operator.awaitLeader();
    }

    @Test
    void speechGoesOnWhileTheApiServerIsAwayAndTheOperatorIsThereAfterwards() {
        try (Forward service = Forward.to(namespace, "failure")) {
            Instant end = Instant.now().plus(OUTAGE);
            Node.apiServer("STOP");
            try {
                while (Instant.now().isBefore(end)) {
                    try (Speaker speaker = Speaker.start(service.client(), Duration.ofSeconds(2))) {
                        assertThat(speaker.finish().status().getCode()).isEqualTo(Code.OK);
                        assertThat(speaker.answers().words()).contains("what your country can do for you");
                    }
                }
            } finally {
                Node.apiServer("CONT");
            }
        }
        await().atMost(RECOVERY)
                .until(() -> Cluster.tryKubectl("get", "--raw", "/readyz").exitCode() == 0);
    }

    /** Deletes an object and sees it made anew. */
    private static void theOperatorRepairs() {
        String before = namespace.field("configmap/failure-envoy", "{.metadata.uid}");
        namespace.kubectl("delete", "configmap/failure-envoy");
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(namespace
                                .tryKubectl("get", "configmap/failure-envoy", "-o", "jsonpath={.metadata.uid}")
                                .output())
                        .as(Operator::log)
                        .isNotEmpty()
                        .isNotEqualTo(before));
    }
}
