package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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

    /** In the chart's definition of the resource: a column that the older one is made to lack. */
    private static final Pattern AGE =
            Pattern.compile("    - jsonPath: [^\n]*\n      name: \"Age\"\n      type: [^\n]*\n");

    private static Namespace namespace;

    @BeforeAll
    static void apply() throws IOException {
        Operator.uninstall();
        Path definition = Path.of(CHART).resolve("files/transcriptionservices.audiostream.io-v1.yml");
        Files.writeString(definition, AGE.matcher(Files.readString(definition)).replaceFirst(""));
        Operator.installFrom(CHART, "image.tag=" + TAG);
        namespace = Namespace.create("e2e-upgrade");
        namespace.applyService("upgraded", "");
        namespace.awaitReady("upgraded");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @Test
    void podsAreReplacedOnlyWhenSomethingAboutThemChanged() {
        List<String> before = namespace.pods("upgraded");
        try (Forward service = Forward.to(namespace, "upgraded");
                Speaker speaker = Speaker.start(service.client(), Duration.ofSeconds(1))) {
            speaker.awaitFirstAnswer();

            assertThat(columns()).endsWith("ENDPOINT");
            Operator.install();
            theNewOperatorReconciles();
            assertThat(columns()).endsWith("AGE");

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

    private static String columns() {
        return namespace
                .kubectl("get", "tsvc")
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
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
