package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator and its chart are upgraded from the previous commit's while somebody speaks. */
@Tag("node")
class UpgradeE2E {

    /** The chart of the previous commit; {@code dev/e2e} unpacks it and puts its operator on the node. */
    private static final String CHART = Cluster.variable("AUDIOSTREAM_PREVIOUS_CHART");

    /** Tag of that operator's image. */
    private static final String TAG = "previous";

    /** Whether both commits make the same pods of a resource, as the tests' examples of them say. */
    private static final boolean SAME_PODS = Boolean.parseBoolean(Cluster.variable("AUDIOSTREAM_PREVIOUS_SAME_PODS"));

    private static final String CRD = "transcriptionservices.audiostream.io";

    /** The age. */
    private static final String COLUMN = "/spec/versions/0/additionalPrinterColumns/5";

    private static ModelServer models;
    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.uninstall();
        Operator.installFrom(CHART, "image.tag=" + TAG);
        models = ModelServer.start();
        namespace = Namespace.create("e2e-upgrade");
        namespace.applyService("upgraded", "");
        namespace.awaitReady("upgraded");
    }

    @AfterAll
    static void remove() {
        namespace.close();
        models.close();
    }

    @Test
    void podsAreReplacedOnlyWhenSomethingAboutThemChanged() {
        List<String> before = namespace.pods("upgraded");
        try (Forward service = Forward.to(namespace, "upgraded");
                Speaker speaker = Speaker.start(service.client(), Duration.ofSeconds(1))) {
            speaker.awaitFirstAnswer();

            // As an older definition would lack it.
            Cluster.kubectl(
                    "patch", "crd", CRD, "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"" + COLUMN + "\"}]");
            Operator.install();
            theNewOperatorReconciles();
            assertThat(namespace.kubectl("get", "tsvc").lines().findFirst().orElseThrow())
                    .endsWith("AGE");

            assertThat(speaker.finish().status().getCode()).isEqualTo(Code.OK);
            assertThat(speaker.answers().words()).contains("what your country can do for you");
        }
        namespace.awaitSettled("upgraded");
        if (SAME_PODS) {
            assertThat(namespace.pods("upgraded")).isEqualTo(before);
            assertThat(namespace.field("deployment/upgraded", "{.metadata.generation}"))
                    .isEqualTo("1");
        } else {
            assertThat(namespace.pods("upgraded")).isNotEqualTo(before);
        }
    }

    /** What is deleted once the new one leads can only come back by it. */
    private static void theNewOperatorReconciles() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(imageOf(Operator.leader())).isNotEmpty().doesNotEndWith(":" + TAG));
        namespace.kubectl("delete", "service", "upgraded");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> namespace.tryKubectl("get", "service", "upgraded").exitCode() == 0);
    }

    private static String imageOf(String pod) {
        return pod.isEmpty()
                ? ""
                : Cluster.tryKubectl(
                                "-n",
                                Operator.NAMESPACE,
                                "get",
                                "pod",
                                pod,
                                "-o",
                                "jsonpath={.spec.containers[0].image}")
                        .output();
    }
}
