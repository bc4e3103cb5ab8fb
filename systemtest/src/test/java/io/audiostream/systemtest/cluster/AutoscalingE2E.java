package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The autoscaler decides how many pods there are; the pod in which somebody speaks is the last to go. */
@BesideOthers
class AutoscalingE2E {

    private static final Duration SCALED = Duration.ofMinutes(4);

    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.installForAll();
        namespace = Namespace.create("e2e-scaling");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @Test
    void theAutoscalerDecidesAndWhoSpeaksIsNotCutOff() {
        namespace.applyService("scaled", spec(2));
        await().atMost(SCALED).until(() -> namespace.pods("scaled").size() == 2);
        namespace.awaitSettled("scaled");

        try (Forward service = Forward.to(namespace, "scaled");
                Speaker speaker = Speaker.start(service.client(), Duration.ofMinutes(10))) {
            speaker.awaitFirstAnswer();
            String speakersPod = awaitPodWithStreams();

            // Somebody else's hand at the autoscaler is put right.
            namespace.kubectl("patch", "hpa/scaled", "-p", "{\"spec\":{\"maxReplicas\":7}}");
            await().atMost(SCALED)
                    .untilAsserted(() -> assertThat(namespace.field("hpa/scaled", "{.spec.maxReplicas}"))
                            .isEqualTo("2"));
            await().atMost(SCALED)
                    .untilAsserted(() -> assertThat(namespace.field(
                                    "hpa/scaled", "{.status.conditions[?(@.type==\"ScalingActive\")].status}"))
                            .isEqualTo("True"));

            // Fewer are enough now: the autoscaler takes one of the two away.
            namespace.applyService("scaled", spec(1));
            await().atMost(SCALED).until(() -> namespace.pods("scaled").size() == 1);

            assertThat(namespace.pods("scaled")).containsExactly(speakersPod);
            assertThat(namespace.field("deployment/scaled", "{.spec.replicas}")).isEqualTo("1");
            speaker.close();
            assertThat(speaker.answers().status().getCode()).isEqualTo(Code.OK);
            assertThat(speaker.answers().words()).contains("what your country can do for you");
        }
    }

    @Test
    void whatTheAutoscalerWantsStaysAndFixedReplicasComeBackWithoutIt() {
        namespace.applyService("manual", "  replicas: 0");
        await().atMost(SCALED)
                .until(() -> namespace.tryKubectl("get", "deployment/manual").exitCode() == 0);
        namespace.applyService("manual", "  replicas: 0\n" + spec(1));
        await().atMost(SCALED)
                .until(() -> namespace.tryKubectl("get", "hpa/manual").exitCode() == 0);

        namespace.kubectl("delete", "hpa", "manual");
        await().atMost(SCALED)
                .until(() -> namespace.tryKubectl("get", "hpa/manual").exitCode() == 0);
        namespace.applyService("manual", "  replicas: 0");

        await().atMost(SCALED)
                .untilAsserted(() -> assertThat(
                                namespace.tryKubectl("get", "hpa/manual").exitCode())
                        .isNotZero());
        await().atMost(SCALED)
                .untilAsserted(() -> assertThat(namespace.field("deployment/manual", "{.spec.replicas}"))
                        .isEqualTo("0"));
    }

    private static String spec(int minReplicas) {
        return """
                  drainTimeout: 5m
                  resources: {requests: {cpu: 100m}}
                  autoscaling:
                    minReplicas: %d
                    maxReplicas: 2
                    targetCPUUtilizationPercentage: 100
                    scaleDownStabilization: 1s
                """.formatted(minReplicas);
    }

    /** Waits until the operator has marked the pod in which somebody speaks. */
    private static String awaitPodWithStreams() {
        String cost =
                "{range .items[*]}{.metadata.name} {.metadata.annotations.controller\\.kubernetes\\.io/pod-deletion-cost}{\"\\n\"}{end}";
        await().atMost(Duration.ofSeconds(60)).until(() -> marked(cost).size() == 1);
        return marked(cost).getFirst();
    }

    private static List<String> marked(String path) {
        return namespace
                .kubectl("get", "pods", "-l", "app.kubernetes.io/instance=scaled", "-o", "jsonpath=" + path)
                .lines()
                .filter(line -> line.matches("\\S+ [1-9]\\d*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
