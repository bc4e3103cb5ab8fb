package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvoyValidateIT {

    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersConfigurationThatEnvoyAccepts(GoldenCase golden, @TempDir Path folder) throws Exception {
        // given
        var bootstrap = Files.writeString(folder.resolve("bootstrap.yaml"), EnvoyConfig.inOneFile(golden.proxy()));

        // when
        var envoy = validate(bootstrap);
        var output = new String(envoy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(envoy.waitFor()).as(output).isZero();
        assertThat(output).contains("OK").doesNotContain("[warning]", "deprecated");
    }

    private static Process validate(Path bootstrap) throws IOException {
        return new ProcessBuilder(
                        EnvoyTestConfig.program().toString(),
                        "--mode",
                        "validate",
                        "--config-path",
                        bootstrap.toString(),
                        "--log-level",
                        "warning")
                .redirectErrorStream(true)
                .start();
    }
}
