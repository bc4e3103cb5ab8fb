package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.systemtest.Installation;
import io.audiostream.systemtest.Words;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A resource is applied, and people speak to it: from a pod, and from outside through the Service. */
class SpeechE2E {

    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.installForAll();
        namespace = Namespace.create("e2e-speech");
        namespace.applyService("speech", "");
        namespace.awaitSettled("speech");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @Test
    void aPodHearsTheWords() throws Exception {
        String overrides = """
                {"spec": {"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
                 "containers": [{"name": "client", "image": "IMAGE", "stdin": true, "stdinOnce": true,
                  "args": ["transcribe", "--endpoint", "speech:50051", "-"],
                  "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}
                """.replace("\n", "").replace("IMAGE", Cluster.image("client"));
        ProcessBuilder client = Cluster.processes(List.of(
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
                        "--overrides=" + overrides))
                .redirectInput(Installation.AUDIO.resolve("jfk.wav").toFile());
        Process process = client.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Words.of(said)).contains("what your country can do for you");
    }

    @Test
    void somebodyOutsideHearsTheWordsWhileTheyAreSpokenAndIsCounted() {
        try (Forward service = Forward.to(namespace, "speech");
                Speaker speaker = Speaker.start(service.client(), Duration.ofSeconds(4))) {
            speaker.awaitFirstAnswer();

            assertThat(speaker.answers().all().getFirst().getIsFinal()).isFalse();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(namespace.field("tsvc/speech", "{.status.streams}"))
                            .isEqualTo("1"));
            assertThat(speaker.finish().status().getCode()).isEqualTo(Code.OK);
            assertThat(speaker.answers().words()).contains("what your country can do for you");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(namespace.field("tsvc/speech", "{.status.streams}"))
                        .isEqualTo("0"));
    }

    @Test
    void theListShowsWhatPeopleLookFor() {
        List<String> lines = namespace.kubectl("get", "tsvc").lines().toList();

        assertThat(lines.getFirst().split("\\s+"))
                .containsExactly("NAME", "READY", "CAPACITY", "STREAMS", "MODEL", "ENDPOINT", "AGE");
        assertThat(lines.get(1))
                .matches("speech\\s+True\\s+4\\s+\\d+\\s+base-q8_0\\s+speech\\.e2e-speech\\.svc:50051\\s+\\S+");
    }

    @Test
    void describeTellsTheStory() {
        String described = namespace.kubectl("describe", "tsvc", "speech");

        String events = described.substring(described.indexOf("Events:"));
        assertThat(events).contains("audiostream-operator").contains("Created").contains("Serving");
        assertThat(events).doesNotContain("Warning");
    }

    @Test
    void theOperatorHasEveryRightThatItNeeds() {
        assertThat(Operator.log()).contains("leads").doesNotContainIgnoringCase("forbidden");
    }

    @Test
    @Tag("node")
    void theTranscriberIsNotReachableButThroughEnvoy() {
        String pod = namespace.pods("speech").getFirst();
        String address = namespace.field("pod/" + pod, "{.status.podIP}");

        Command direct = Command.run(Node.command("curl", "-sS", "--max-time", "5", "http://" + address + ":50052/"));

        assertThat(direct.exitCode()).isNotZero();
    }
}
