package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.local.LocalConfig;
import io.audiostream.operator.testing.ResourceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void listsCommandsInHelp() {
        // when
        var code = run("--help");

        // then
        assertThat(code).isZero();
        assertThat(out.toString()).contains("run ", "local ", "envoy-config ");
    }

    @Test
    void refusesUnknownOptionAndSuggestsKnownOne() {
        // when
        var code = run("run", "--namespace", "a");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option", "--namespaces");
    }

    @Test
    void printsEnvoyConfigAsOneSelfContainedFile() {
        // when
        var code = run("envoy-config", "-f", example());

        // then
        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("node:")
                .contains("static_resources:", "interval: \"10s\"")
                .doesNotContain("cds.yaml");
    }

    @Test
    void writesEnvoyConfigAsFilesThatReferToEachOther() throws IOException {
        // when
        var code = run(
                "envoy-config", "-f", example(), "-o", folder.resolve("envoy").toString());

        // then
        var bootstrap = folder.toRealPath().resolve("envoy/bootstrap.yaml");
        assertThat(code).isZero();
        assertThat(out.toString()).contains(bootstrap.toString());
        assertThat(Files.readString(bootstrap))
                .contains(bootstrap.resolveSibling("cds.yaml").toString());
    }

    @Test
    void reportsMissingFileInOneLine() {
        // when
        var code = run("envoy-config", "-f", "no/such.yaml");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "error: there is no file no/such.yaml; write the path of a TranscriptionService in YAML\n");
    }

    @Test
    void reportsOtherKindInOneLine() throws IOException {
        // given
        var file = Files.writeString(folder.resolve("pod.yaml"), "kind: Pod\nmetadata: {name: a}\n");

        // when
        var code = run("envoy-config", "-f", file.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("error: " + file + " must hold one object of kind TranscriptionService, not Pod\n");
    }

    @Test
    void reportsInvalidYamlInOneLine() throws IOException {
        // given
        var file = Files.writeString(folder.resolve("broken.yaml"), "spec: [\n");

        // when
        var code = run("envoy-config", "-f", file.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("error: " + file + " is not YAML: ");
    }

    @ParameterizedTest
    @CsvSource({"a script, plain text", "- kind: TranscriptionService, a list", "'', nothing"})
    void reportsYamlThatIsNoObjectInOneLine(String yaml, String seen) throws IOException {
        // given
        var file = Files.writeString(folder.resolve("other.yaml"), yaml);

        // when
        var code = run("envoy-config", "-f", file.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "error: " + file + " must hold one object of kind TranscriptionService, not " + seen + "\n");
    }

    @Test
    void reportsFieldOfWrongTypeInOneLine() throws IOException {
        // given
        var file = Files.writeString(folder.resolve("type.yaml"), """
                kind: TranscriptionService
                metadata: {name: wrong}
                spec: {slots: many}
                """);

        // when
        var code = run("envoy-config", "-f", file.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: " + file + " is not a TranscriptionService: ")
                .contains("slots", "many");
    }

    @Test
    void reportsFieldOfInvalidSpec() throws IOException {
        // given
        var file = Files.writeString(folder.resolve("empty.yaml"), """
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: empty}
                spec: {model: {}}
                """);

        // when
        var code = run("envoy-config", "-f", file.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "error: spec.model: write exactly one of name (a preset, such as base-q8_0), uri, huggingFace and s3 (each with sha256), volume, image and ref\n");
    }

    private static String example() {
        return ResourceFiles.EXAMPLES.resolve("minimal.yaml").toString();
    }

    private int run(String... arguments) {
        return OperatorMain.commandLine(OperatorConfig.of(Map.of()), LocalConfig.of(Map.of()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
