package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes of Envoy's configuration during live streams. */
@Tag("node")
@Order(2)
class EnvoyChangeE2E {

    /**
     * The timeout is longer than the speech of a stream, so that a stream which runs at the change ends by itself.
     * Several terminating pods and their successors share a small node.
     */
    private static final String SPEC =
            "  slots: 8\n  drainTimeout: 2m\n  language: en\n  resources: {requests: {cpu: 50m}}\n";

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.installShared();
        namespace = Namespace.create("e2e-envoy-change");
        namespace.applyPreset("changed", SPEC);
        namespace.awaitSettled("changed");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @Test
    void finishesStreamOfOldPodAfterChangeOfListener() {
        // given
        String oldPod = namespace.pods("changed").getFirst();
        String oldConfig = namespace.envoyConfig("changed");
        try (PortForward service = PortForward.to(namespace, "changed");
                LiveStream stream = LiveStream.start(service.newStub(), Duration.ofSeconds(20))) {
            stream.awaitFirstResponse();

            // when
            patchEnvoy("{\"keepAlive\":{\"interval\":\"20s\"}}");
            awaitRollout().until(() -> namespace.pods("changed").stream().anyMatch(pod -> !pod.equals(oldPod)));

            // then
            assertThat(namespace.exists(oldConfig))
                    .as("ConfigMap of the old pod")
                    .isTrue();
            stream.assertPhrase();
        }
        awaitRollout().until(() -> !namespace.exists("pod/" + oldPod));
        awaitRollout().until(() -> !namespace.exists(oldConfig));
        awaitConfigured("Drain");
    }

    @Test
    void reachesRunningPodWithChangeOfRoutes() {
        // given
        String pod = namespace.pods("changed").getFirst();
        try (PortForward service = PortForward.to(namespace, "changed");
                LiveStream stream = LiveStream.startOpenEnded(service.newStub())) {
            stream.awaitFirstResponse();

            // when
            patchEnvoy("{\"streamIdleTimeout\":\"30m\"}");
            awaitConfigured("Live");

            // then
            assertThat(namespace.pods("changed")).containsExactly(pod);
            assertThat(stream.isSending()).isTrue();
            stream.close();
            stream.assertPhrase();
        }
    }

    private static void patchEnvoy(String fields) {
        namespace.kubectl("patch", "tsvc/changed", "--type=merge", "-p", "{\"spec\":{\"envoy\":" + fields + "}}");
    }

    private static void awaitConfigured(String change) {
        awaitRollout().untilAsserted(() -> {
            assertThat(namespace.field("tsvc/changed", "{.status.envoy.lastChange}"))
                    .isEqualTo(change);
            assertThat(namespace.condition("changed", "EnvoyConfigured")).startsWith("True Configured");
        });
    }
}
