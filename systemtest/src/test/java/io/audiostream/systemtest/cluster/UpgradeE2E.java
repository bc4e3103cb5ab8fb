package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An upgrade of operator and chart from those of the previous commit, during a live stream. */
@Tag("node")
@Order(4)
class UpgradeE2E {

    /** The chart of the previous commit. {@code dev/e2e} unpacks it and imports its operator's image to the node. */
    private static final String CHART = Cluster.variable("AUDIOSTREAM_PREVIOUS_CHART");

    /** The tag of that image. */
    private static final String TAG = "previous";

    /** Whether both commits render the same pods: {@code dev/e2e} compares their golden files. */
    private static final boolean SAME_PODS = Boolean.parseBoolean(Cluster.variable("AUDIOSTREAM_PREVIOUS_SAME_PODS"));

    /** A printer column of the CRD, which this test removes from the older version. */
    private static final Pattern AGE_COLUMN =
            Pattern.compile("    - jsonPath: [^\n]*\n      name: \"Age\"\n      type: [^\n]*\n");

    private static Namespace namespace;

    @BeforeAll
    static void installPreviousVersion() throws IOException {
        Operator.uninstall();
        Path definition = Path.of(CHART).resolve("files/transcriptionservices.audiostream.io-v1.yml");
        Files.writeString(
                definition, AGE_COLUMN.matcher(Files.readString(definition)).replaceFirst(""));
        Operator.installChart(CHART, "image.tag=" + TAG);
        namespace = Namespace.create("e2e-upgrade");
        namespace.applyService("upgraded", "");
        namespace.awaitReady("upgraded");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @Test
    void replacesPodsOnlyWhenTheirTemplateChanged() {
        // given
        List<String> before = namespace.pods("upgraded");
        assertThat(columns()).endsWith("ENDPOINT");
        try (PortForward service = PortForward.to(namespace, "upgraded");
                LiveStream stream = LiveStream.start(service.newStub(), Duration.ofSeconds(1))) {
            stream.awaitFirstResponse();

            // when
            Operator.install();
            awaitReconcileByNewOperator();

            // then
            assertThat(columns()).endsWith("AGE");
            stream.assertPhrase();
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

    private static String columns() {
        return namespace
                .kubectl("get", "tsvc")
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /** Waits until the new operator leads and has created an object that was deleted after that. */
    private static void awaitReconcileByNewOperator() {
        awaitRollout()
                .untilAsserted(() ->
                        assertThat(imageOf(Operator.leader())).isNotEmpty().doesNotEndWith(":" + TAG));
        namespace.kubectl("delete", "service", "upgraded");
        awaitChange().until(() -> namespace.exists("service/upgraded"));
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
                        .stdout();
    }
}
