package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle for the Operator Lifecycle Manager, as the validator of the Operator Framework sees it. */
class OlmBundleIT {
    private static final Path BUNDLE = TestPaths.ROOT.resolve("deploy/olm");
    private static final String ERROR = "level=error";
    private static final Path MANIFEST = Path.of("manifests/audiostream-operator.clusterserviceversion.yaml");

    @TempDir
    private Path dir;

    /** The validator also warns of autoscalers and budgets, whatever their version, and of one of its own checks. */
    @Test
    void hasNoErrors() {
        // when / then
        assertThat(findings(BUNDLE)).doesNotContain(ERROR);
    }

    /** The validator exits with 0 in any case, so its output decides. */
    @Test
    void validatorReportsMissingDefinition() throws IOException {
        // given
        Files.createDirectories(dir.resolve("manifests"));
        Files.copy(BUNDLE.resolve(MANIFEST), dir.resolve(MANIFEST));

        // when / then
        assertThat(findings(dir)).contains(ERROR, "not found in bundle");
    }

    private static String findings(Path bundle) {
        try (var check = RunningProgram.start(
                TestPaths.operatorVerify(), "manifests", "--operatorhub_validate", "--object_validate", bundle)) {
            assertThat(check.awaitExit()).as(check::stderr).isZero();
            return check.stderr();
        }
    }
}
