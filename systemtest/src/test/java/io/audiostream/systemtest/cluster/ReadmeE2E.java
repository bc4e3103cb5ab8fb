package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static io.audiostream.systemtest.cluster.ClusterAwait.kubectlTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.systemtest.Readme;
import io.audiostream.systemtest.Recording;
import io.audiostream.systemtest.TestPaths;
import io.audiostream.systemtest.TextNormalizer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs the commands of the README's section "On a cluster". Because this cluster has no access to the internet, the
 * images are on the node already, and the example's model comes from a mirror on the node.
 */
@Tag("node")
@Order(6)
class ReadmeE2E {

    @BeforeAll
    static void removeRelease() {
        Operator.uninstall();
        Cluster.kubectl("delete", "namespace", Operator.NAMESPACE, "--ignore-not-found", kubectlTimeout());
    }

    @Test
    void hasClusterSectionThatInstallsServesAndUninstalls() throws IOException {
        // given
        List<String> commands = Readme.commandsOfSection("On a cluster");
        assertThat(commands).anyMatch(command -> command.startsWith("helm install "));

        // when
        for (String command : commands) {
            if (command.startsWith("dev/images ")) {
                assertThat(TestPaths.ROOT.resolve("target/images/operator.tar")).exists();
            } else if (command.startsWith("kubectl port-forward ")) {
                callThroughPortForward(command);
            } else {
                String testable = command.startsWith("helm install ")
                        ? command + " --set models.mirror=" + ModelServer.mirror()
                        : command;
                checkOutput(command, bash(testable).requireSuccess().stdout());
            }
        }

        // then
        awaitRollout()
                .untilAsserted(() -> assertThat(Cluster.kubectl("get", "pods,deployments,services", "-A", "-o", "name"))
                        .as("the section ends with the removal of all that it created")
                        .doesNotContain("minimal", "audiostream"));
    }

    private static void checkOutput(String command, String output) {
        if (command.startsWith("helm install")) {
            assertThat(output).as("the chart's notes").contains("kind: TranscriptionService", "tsvc/minimal");
        }
        if (command.startsWith("kubectl get tsvc")) {
            assertThat(output).containsPattern("minimal +True +4 +(0 +)?base +minimal\\.default\\.svc:50051");
        }
        if (command.startsWith("kubectl describe")) {
            assertThat(output).contains("Events:", "Serving", "Engine:", "CTranslate2");
        }
        if (command.contains("transcribe")) {
            assertThat(TextNormalizer.normalize(output)).as(command).contains(Recording.PHRASE_TEXT);
        }
    }

    /** Makes the first client call of the README through a port-forward, which runs until it is stopped. */
    private static void callThroughPortForward(String command) throws IOException {
        Process forward = Cluster.processBuilder(
                        List.of("bash", "-c", "exec " + command.replace("50051:50051", "50951:50051")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String call =
                Readme.commandsWithPrefix("java -jar client/").getFirst().replace("127.0.0.1:50051", "127.0.0.1:50951");
        try {
            awaitChange().untilAsserted(() -> {
                CommandResult result = bash(call);
                assertThat(TextNormalizer.normalize(result.stdout()))
                        .as(result::stderr)
                        .contains(Recording.PHRASE_TEXT);
            });
        } finally {
            forward.destroy();
        }
    }

    private static CommandResult bash(String command) {
        return CommandResult.run(List.of("bash", "-c", command));
    }
}
