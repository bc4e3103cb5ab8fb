package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs in a pod is killed: the pod serves again, and nobody has to clean up. */
@BesideOthers
@Tag("node")
class PodFailureE2E {

    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.installForAll();
        namespace = Namespace.create("e2e-pod-failure");
        namespace.apply(Namespace.service("failure", ModelServer.uri() + "?of=failure", ModelServer.sha256(), ""));
        namespace.awaitSettled("failure");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @AfterEach
    void itServes() {
        namespace.awaitSettled("failure");
        namespace.assertHears("failure");
    }

    @Test
    void aKilledTranscriberComesBackWithoutFetchingItsModelAgain() {
        String pod = namespace.pods("failure").getFirst();
        List<String> requests = ownRequests();

        Node.signal("SIGKILL", namespace.name(), pod, "transcriber");

        awaitRestart(pod, "containerStatuses", "transcriber");
        awaitReadyPod(pod);
        assertThat(ownRequests()).hasSize(1).isEqualTo(requests);
    }

    @Test
    void aKilledEnvoyComesBack() {
        String pod = namespace.pods("failure").getFirst();

        Node.signal("SIGKILL", namespace.name(), pod, "envoy");

        awaitRestart(pod, "initContainerStatuses", "envoy");
        awaitReadyPod(pod);
    }

    /** Those for this test's model. */
    private static List<String> ownRequests() {
        return ModelServer.requests().stream()
                .filter(request -> request.contains("?of=failure"))
                .toList();
    }

    private static void awaitRestart(String pod, String list, String container) {
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(namespace.field(
                                "pod/" + pod, "{.status." + list + "[?(@.name==\"" + container + "\")].restartCount}"))
                        .isEqualTo("1"));
    }

    /** The very pod, not a successor. */
    private static void awaitReadyPod(String pod) {
        namespace.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=120s");
    }
}
