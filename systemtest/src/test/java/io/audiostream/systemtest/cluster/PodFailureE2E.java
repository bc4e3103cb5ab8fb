package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static io.audiostream.systemtest.cluster.ClusterAwait.kubectlTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGKILL to a container of a pod: the same pod serves again. */
@RunsConcurrently
@Tag("node")
class PodFailureE2E {

    private static final String TEST = "pod-failure";

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.installShared();
        namespace = Namespace.create("e2e-pod-failure");
        namespace.apply(Namespace.service("failure", ModelServer.uri(TEST), ModelServer.sha256(), ""));
        namespace.awaitSettled("failure");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @AfterEach
    void assertServiceRecovered() {
        namespace.awaitSettled("failure");
        namespace.assertTranscribes("failure");
    }

    @Test
    void restartsTranscriberWithoutFetchingTheModelAgain() {
        // given
        String pod = namespace.pods("failure").getFirst();
        List<String> requests = ModelServer.requests(TEST);
        int restarts = restarts(pod, "containerStatuses", "transcriber");

        // when
        Node.kill(namespace.name(), pod, "transcriber");

        // then
        awaitRollout().until(() -> restarts(pod, "containerStatuses", "transcriber") > restarts);
        awaitReadyPod(pod);
        assertThat(ModelServer.requests(TEST)).hasSize(1).isEqualTo(requests);
    }

    @Test
    void restartsEnvoy() {
        // given
        String pod = namespace.pods("failure").getFirst();
        int restarts = restarts(pod, "initContainerStatuses", "envoy");

        // when
        Node.kill(namespace.name(), pod, "envoy");

        // then
        awaitRollout().until(() -> restarts(pod, "initContainerStatuses", "envoy") > restarts);
        awaitReadyPod(pod);
    }

    private static int restarts(String pod, String list, String container) {
        return Integer.parseInt(
                namespace.field("pod/" + pod, "{.status." + list + "[?(@.name==\"" + container + "\")].restartCount}"));
    }

    /** Waits for this pod, not for a replacement of it. */
    private static void awaitReadyPod(String pod) {
        namespace.kubectl("wait", "--for=condition=Ready", "pod/" + pod, kubectlTimeout());
    }
}
