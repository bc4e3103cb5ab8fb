package io.audiostream.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.SecretMount;
import io.audiostream.operator.testing.ResourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
    private final DesiredService secured =
            DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("secured.yaml")));

    @TempDir
    Path folder;

    @Test
    void saysWhichOptionStandsForSecrets() {
        // when / then
        assertThatThrownBy(() -> LocalSecrets.of(secured, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the resource needs the Secret 'speech-tls', which only a cluster has")
                .hasMessageContaining("--secrets DIR");
    }

    @Test
    void namesMissingFolder() throws IOException {
        // given
        Files.createDirectory(folder.resolve("speech-tls"));

        // when / then
        assertThatThrownBy(() -> LocalSecrets.of(secured, folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no folder 'speech-keys'");
    }

    @Test
    void linksFoldersToWhereProcessesReadThem() throws IOException {
        // given
        for (var name : secured.envoy().access().secrets().values()) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("entry"), name);
        }
        var secrets = Files.createDirectory(folder.resolve("mounted"));

        // when
        LocalSecrets.of(secured, folder).linkBelow(secrets);

        // then
        assertThat(Path.of(SecretMount.TLS.below(secrets.toString()), "entry")).hasContent("speech-tls");
        assertThat(Path.of(SecretMount.API_KEYS.below(secrets.toString()), "entry"))
                .hasContent("speech-keys");
    }

    @Test
    void needsFoldersOfModelServer() throws IOException {
        // given
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("private.yaml")));
        Files.createDirectory(folder.resolve("model-server"));

        // when / then
        assertThatThrownBy(() -> LocalSecrets.of(service, folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no folder 'corporate-ca'")
                .hasMessageContaining("entry of the ConfigMap 'corporate-ca'");
    }

    @Test
    void needsNothingWithoutSecrets() throws IOException {
        // given
        var minimal = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));

        // when / then
        assertThat(LocalSecrets.of(minimal, null).folders()).isEmpty();
    }
}
