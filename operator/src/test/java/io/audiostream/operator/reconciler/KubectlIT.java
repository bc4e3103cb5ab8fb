package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of kubectl for a resource. */
class KubectlIT extends ClusterFixture {

    @TempDir
    private Path folder;

    @Test
    void showsStateInOneLine() throws Exception {
        // given
        settledExample();

        // when
        var lines = kubectl("get", "tsvc", "minimal").lines().toList();

        // then
        assertThat(lines.getFirst().split(" +"))
                .containsExactly("NAME", "READY", "CAPACITY", "STREAMS", "MODEL", "ENDPOINT", "AGE");
        assertThat(lines.getLast().split(" +"))
                .startsWith("minimal", "False", "0", "0", "base", "minimal." + namespace + ".svc:50051");
    }

    @Test
    void showsReasonAndProblemInWideOutput() throws Exception {
        // given
        settledExample();

        // when
        var lines = kubectl("get", "tsvc", "minimal", "-o", "wide").lines().toList();

        // then
        assertThat(lines.getFirst().split(" +")).contains("VERSION").endsWith("AGE", "REPLICAS", "REASON", "PROBLEM");
        assertThat(lines.getLast().split(" +")).endsWith("0", "NoPods", "AsExpected");
    }

    @Test
    void showsEventsInDescription() throws Exception {
        // given
        settledExample();

        // when
        var text = kubectl("describe", "tsvc", "minimal");

        // then
        assertThat(text.substring(text.indexOf("\nEvents:")))
                .containsPattern("Normal +Created +\\S+ +audiostream-operator +Created the ServiceAccount")
                .containsPattern("Normal +RollingOut +\\S+ +audiostream-operator ");
    }

    /** {@code CrdFileTest} and {@code ModelCrdFileTest} check the fields below. */
    @ParameterizedTest
    @ValueSource(strings = {"tsvc.spec", "tsvc.status", "transcriptionmodels.spec", "transcriptionmodels.status"})
    void explainsEveryField(String field) {
        // when
        var text = explanation(field);

        // then
        assertThat(text).contains("FIELDS:").doesNotContain("<no description>");
    }

    /** An editor completes a spec from this list. */
    @Test
    void explainsFieldsOfAllLevels() {
        // when
        var text = explanation("tsvc.spec", "--recursive");

        // then
        assertThat(text.lines().map(String::strip))
                .contains("replicas\t<integer>", "permitWithoutCalls\t<boolean>", "secretName\t<string> -required-");
    }

    /** The API server lists a new kind for kubectl some time after it serves it. */
    private String explanation(String... arguments) {
        var command = Stream.concat(Stream.of("explain"), Stream.of(arguments)).toArray(String[]::new);
        var text = new AtomicReference<>("");
        eventually(() -> text.set(kubectl(command)));
        return text.get();
    }

    private String kubectl(String... arguments) throws IOException, InterruptedException {
        var config = Files.writeString(
                folder.resolve("kubeconfig"), ApiServer.shared().kubeconfig());
        var command = new ArrayList<>(List.of(
                ApiServer.programs().resolve("kubectl").toString(),
                "--kubeconfig",
                config.toString(),
                "-n",
                namespace,
                "--cache-dir",
                folder.resolve("cache").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
