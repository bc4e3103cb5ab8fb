package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The manifests that docs/exposing.md quotes, as far as their kinds are built into Kubernetes: the API server accepts
 * every field.
 */
class ExposingManifestsIT {
    /** The namespace of a ConfigMap in ingress.yaml. */
    private static final String INGRESS_NAMESPACE = "ingress-nginx";

    @TempDir
    private Path folder;

    @BeforeAll
    static void createNamespace() {
        try (var client = ApiServer.shared().client()) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(INGRESS_NAMESPACE)
                            .endMetadata()
                            .build())
                    .serverSideApply();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "speech.yaml, transcriptionservice.audiostream.io/speech",
        "ingress.yaml, ingress.networking.k8s.io/speech-grpc",
        "load-balancer.yaml, service/speech-public"
    })
    void acceptsEveryField(String file, String object) throws Exception {
        // when
        var process = new ProcessBuilder(
                        ApiServer.programs().resolve("kubectl").toString(),
                        "--kubeconfig",
                        kubeconfig(),
                        "apply",
                        "--server-side",
                        "--dry-run=server",
                        "--validate=strict",
                        "-f",
                        ResourceFiles.EXAMPLES.resolve("exposing").resolve(file).toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(object);
    }

    private String kubeconfig() throws IOException {
        return Files.writeString(
                        folder.resolve("kubeconfig"), ApiServer.shared().kubeconfig())
                .toString();
    }
}
