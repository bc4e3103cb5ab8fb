package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.systemtest.Recording;
import io.audiostream.systemtest.TextNormalizer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A resource with default values: streams from a pod and from outside, and its status for users. */
@RunsConcurrently
class SpeechE2E {

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.installShared();
        namespace = Namespace.create("e2e-speech");
        namespace.applyService("speech", "");
        namespace.awaitSettled("speech");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    /**
     * The client asks for processor time, as every real one does. Without that a container gets so little beside the
     * decodes of other pods that it could miss the 5 s within which clients answer PINGs.
     */
    @Test
    void transcribesStreamFromAPod() {
        // given
        String overrides = """
                {"spec": {"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
                 "containers": [{"name": "client", "image": "IMAGE", "stdin": true, "stdinOnce": true,
                  "args": ["transcribe", "--endpoint", "speech:50051", "--wait", "3m", "-"],
                  "resources": {"requests": {"cpu": "100m"}},
                  "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}
                """.replace("\n", "").replace("IMAGE", Cluster.image("client"));

        // when
        CommandResult client = CommandResult.run(
                        List.of(
                                "kubectl",
                                "-n",
                                namespace.name(),
                                "run",
                                "client",
                                "--rm",
                                "--stdin",
                                "--quiet",
                                "--restart=Never",
                                "--image=" + Cluster.image("client"),
                                "--overrides=" + overrides),
                        Recording.wav("jfk").toByteArray())
                .requireSuccess();

        // then
        assertThat(TextNormalizer.normalize(client.stdout() + client.stderr())).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void transcribesStreamFromOutsideWhileItIsOpenAndCountsIt() {
        // given
        try (PortForward service = PortForward.to(namespace, "speech");
                LiveStream stream = LiveStream.startOpenEnded(service.newStub())) {
            // when
            stream.awaitFirstResponse();

            // then
            assertThat(stream.isSending()).isTrue();
            awaitChange()
                    .untilAsserted(() -> assertThat(namespace.field("tsvc/speech", "{.status.streams}"))
                            .isEqualTo("1"));

            // when
            stream.awaitSpeechSent().close();

            // then
            stream.assertPhrase();
        }
        awaitChange()
                .untilAsserted(() -> assertThat(namespace.field("tsvc/speech", "{.status.streams}"))
                        .isEqualTo("0"));
    }

    @Test
    void listsResourceWithItsColumns() {
        // when
        List<String> lines = namespace.kubectl("get", "tsvc").lines().toList();

        // then
        assertThat(lines.getFirst().split("\\s+"))
                .containsExactly("NAME", "READY", "CAPACITY", "STREAMS", "MODEL", "ENDPOINT", "AGE");
        assertThat(lines.get(1))
                .matches("speech\\s+True\\s+4\\s+\\d+\\s+base-q8_0\\s+speech\\.e2e-speech\\.svc:50051\\s+\\S+");
    }

    @Test
    void describesResourceWithItsEvents() {
        // when
        String description = namespace.kubectl("describe", "tsvc", "speech");

        // then
        String events = description.substring(description.indexOf("Events:"));
        assertThat(events).contains("audiostream-operator", "Created", "Serving");
    }

    @Test
    @Tag("node")
    void exposesTranscriberOnlyThroughEnvoy() {
        // given
        String pod = namespace.pods("speech").getFirst();
        String address = namespace.field("pod/" + pod, "{.status.podIP}");

        // when
        CommandResult direct =
                CommandResult.run(Node.command("curl", "-sS", "--max-time", "5", "http://" + address + ":50052/"));

        // then
        assertThat(direct.succeeded()).isFalse();
    }
}
