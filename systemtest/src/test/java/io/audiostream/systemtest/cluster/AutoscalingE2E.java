package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Replicas under a HorizontalPodAutoscaler. */
@RunsConcurrently
class AutoscalingE2E {

    private static Namespace namespace;

    @BeforeAll
    static void createNamespace() {
        Operator.installShared();
        namespace = Namespace.create("e2e-scaling");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void scalesDownPodWithoutStreamsFirst() {
        // given
        namespace.applyService("scaled", spec(2));
        awaitRollout().until(() -> namespace.pods("scaled").size() == 2);
        namespace.awaitSettled("scaled");
        try (PortForward service = PortForward.to(namespace, "scaled");
                LiveStream stream = LiveStream.startOpenEnded(service.newStub())) {
            stream.awaitFirstResponse().awaitSpeechSent();
            String podWithStream = awaitPodWithStream();

            // when
            namespace.kubectl("patch", "hpa/scaled", "-p", "{\"spec\":{\"maxReplicas\":7}}");

            // then
            awaitChange()
                    .untilAsserted(() -> assertThat(namespace.field("hpa/scaled", "{.spec.maxReplicas}"))
                            .as("an edit that the operator reverts")
                            .isEqualTo("2"));
            awaitRollout()
                    .untilAsserted(() -> assertThat(namespace.field(
                                    "hpa/scaled", "{.status.conditions[?(@.type==\"ScalingActive\")].status}"))
                            .isEqualTo("True"));

            // when
            namespace.applyService("scaled", spec(1));
            awaitRollout().until(() -> namespace.pods("scaled").size() == 1);
            stream.close();

            // then
            assertThat(namespace.pods("scaled")).containsExactly(podWithStream);
            assertThat(namespace.field("deployment/scaled", "{.spec.replicas}")).isEqualTo("1");
            stream.assertPhrase();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void restoresFixedReplicasWhenAutoscalingIsRemoved() {
        // given
        namespace.applyService("manual", "  replicas: 0");
        awaitChange().until(() -> namespace.exists("deployment/manual"));
        namespace.applyService("manual", "  replicas: 0\n" + spec(1));
        awaitChange().until(() -> namespace.exists("hpa/manual"));

        // when
        namespace.kubectl("delete", "hpa", "manual");

        // then
        awaitChange().until(() -> namespace.exists("hpa/manual"));

        // when
        namespace.applyService("manual", "  replicas: 0");

        // then
        awaitChange().until(() -> !namespace.exists("hpa/manual"));
        awaitChange()
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

    /** Waits until the operator has set a deletion cost on the pod that serves the stream, and returns the pod. */
    private static String awaitPodWithStream() {
        return awaitChange()
                .until(AutoscalingE2E::podsWithDeletionCost, pods -> pods.size() == 1)
                .getFirst();
    }

    private static List<String> podsWithDeletionCost() {
        return namespace
                .kubectl(
                        "get",
                        "pods",
                        "-l",
                        "app.kubernetes.io/instance=scaled",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.metadata.annotations.controller\\.kubernetes\\.io/pod-deletion-cost}{\"\\n\"}{end}")
                .lines()
                .filter(line -> line.matches("\\S+ [1-9]\\d*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
