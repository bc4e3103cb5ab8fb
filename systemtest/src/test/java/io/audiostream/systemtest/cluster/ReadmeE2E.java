package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.systemtest.Installation;
import io.audiostream.systemtest.Readme;
import io.audiostream.systemtest.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The README's section for a cluster, typed command for command. Two things differ from a reader's cluster, which has
 * the internet: the images are on the node already, and the example's model, the official one, comes from a mirror on
 * the node.
 */
@Tag("node")
class ReadmeE2E {

    private static final String SPOKEN = "what your country can do for you";

    @BeforeAll
    static void nothingIsInstalled() {
        Operator.uninstall();
        Cluster.kubectl("delete", "namespace", Operator.NAMESPACE, "--ignore-not-found", "--timeout=120s");
    }

    @Test
    void theSectionForAClusterWorks() throws IOException {
        List<String> commands = Readme.section("On a cluster");
        assertThat(commands).anyMatch(command -> command.startsWith("helm install "));
        for (String command : commands) {
            String typed = command.startsWith("helm install ")
                    ? command + " --set models.mirror=" + ModelServer.mirror()
                    : command;
            if (command.startsWith("dev/images ")) {
                assertThat(Installation.ROOT.resolve("target/images/operator.tar"))
                        .exists();
            } else if (command.startsWith("kubectl port-forward ")) {
                forwarded(typed);
            } else {
                Command done = Command.run(List.of("bash", "-c", typed)).ok();
                check(command, done.output());
            }
        }
        // The section ends with the removal of what it made.
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(Cluster.kubectl("get", "pods,deployments,services", "-A", "-o", "name"))
                        .doesNotContain("minimal", "audiostream"));
    }

    private static void check(String command, String output) {
        if (command.startsWith("helm install")) {
            assertThat(output).as("the notes").contains("kind: TranscriptionService", "tsvc/minimal");
        }
        if (command.startsWith("kubectl get tsvc")) {
            assertThat(output).containsPattern("minimal +True +4 +(0 +)?base +minimal\\.default\\.svc:50051");
        }
        if (command.startsWith("kubectl describe")) {
            assertThat(output).contains("Events:", "Serving", "Engine:", "CTranslate2");
        }
        if (command.contains("transcribe")) {
            assertThat(Words.of(output)).as(command).contains(SPOKEN);
        }
    }

    /** A port-forward stays until it is ended; meanwhile the call that comes first in the README is made. */
    private static void forwarded(String command) throws IOException {
        Process forward = Cluster.processes(
                        List.of("bash", "-c", "exec " + command.replace("50051:50051", "50951:50051")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String call = Readme.commands("java -jar client/").getFirst().replace("127.0.0.1:50051", "127.0.0.1:50951");
        try {
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                Command done = Command.run(List.of("bash", "-c", call));
                assertThat(Words.of(done.output())).as(done.errors()).contains(SPOKEN);
            });
        } finally {
            forward.destroy();
        }
    }
}
