package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.envoy.EnvoyTestConfig;
import io.audiostream.operator.local.FreePorts;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.testing.ResourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Envoy, started with a listener that it rejects. */
class EnvoyRejectionIT {

    @Test
    void quotesWhyEnvoyRejectsItsListener(@TempDir Path folder) throws Exception {
        // given
        write(folder);

        // when
        var envoy = new ProcessBuilder(
                        EnvoyTestConfig.program().toString(),
                        "--config-path",
                        folder.resolve("bootstrap.yaml").toString(),
                        "--disable-hot-restart",
                        "--log-level",
                        "warning")
                .redirectErrorStream(true)
                .start();
        var log = new String(envoy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(envoy.waitFor()).as(log).isEqualTo(1);
        assertThat(EnvoyRejection.in(log))
                .as(log)
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("malformed IP address: nowhere")
                        .doesNotContain("\n"));
    }

    private static void write(Path folder) throws IOException {
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        var pod = service.inPod();
        var placement = new Placement(
                "nowhere", FreePorts.any(), pod.modelFile(), folder.toString(), folder + ".sock", folder + ".secrets");
        for (var file :
                EnvoyConfig.of(ProxyModel.of(service, placement)).files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
