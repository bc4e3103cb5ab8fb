package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.model.SecretMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
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
        writeCertificates(folder);
        SpillOverFixture.writeCertificate(folder);
        var here = withCertificateIn(folder, golden.proxy());
        var bootstrap = Files.writeString(folder.resolve("bootstrap.yaml"), EnvoyConfig.inOneFile(here));

        // when
        var envoy = validate(bootstrap);
        var output = new String(envoy.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                // Envoy tries to fetch key sets in this mode too, although it has no clusters.
                .filter(line -> !line.contains("jwks"))
                .collect(Collectors.joining("\n"));

        // then
        assertThat(envoy.waitFor()).as(output).isZero();
        assertThat(output).contains("OK").doesNotContain("[warning]", "deprecated");
    }

    /** Envoy reads certificates while it validates. */
    private static void writeCertificates(Path folder) throws IOException {
        var authority = Certificates.authority(folder.resolve("authority"), "authority");
        var pair = authority.issue("server", "DNS:localhost");
        var tls = Files.createDirectory(folder.resolve(SecretMount.TLS.folder()));
        Files.copy(pair.certificate(), tls.resolve("tls.crt"));
        Files.copy(pair.key(), tls.resolve("tls.key"));
        var clients = Files.createDirectory(folder.resolve(SecretMount.CLIENT_CA.folder()));
        Files.copy(authority.ca(), clients.resolve("ca.crt"));
    }

    private static ProxyModel withCertificateIn(Path folder, ProxyModel proxy) {
        var here = new ProxyModel(
                proxy.listenAddress(),
                proxy.ports(),
                proxy.configFolder(),
                folder.resolve("admin.sock").toString(),
                folder.toString(),
                proxy.settings());
        return proxy.peers()
                .map(peers -> here.withPeers(
                        new PeerSettings(peers.port(), peers.addresses(), folder.toString(), peers.maxPods())))
                .orElse(here);
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
