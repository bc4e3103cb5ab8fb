package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static io.audiostream.systemtest.cluster.ClusterAwait.kubectlTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.systemtest.TestPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The sources of a model, and the conditions that report a failing source. */
@Tag("node")
@RunsConcurrently
class ModelSourcesE2E {

    private static final String WRONG_SHA256 = "0".repeat(64);
    private static final String MODEL_IMAGE = "registry.example.com/models/test:1";
    private static final String FOLDER_IMAGE = "registry.example.com/models/test-folder:1";

    /** Maximum number of bytes that the server has sent and the client has not received when a transfer breaks off. */
    private static final int MAX_LOST_BYTES = 1 << 20;

    private static Namespace namespace;

    @TempDir
    private Path dir;

    @BeforeAll
    static void createNamespace() {
        Operator.installShared();
        namespace = Namespace.create("e2e-models");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reportsWrongChecksumAndServesOnceItIsCorrected() {
        // when
        namespace.apply(Namespace.service("checksum", ModelServer.uri(), WRONG_SHA256, ""));

        // then
        awaitDegraded("checksum", "ModelFetchFailed", WRONG_SHA256, ModelServer.sha256());
        awaitWarning("checksum", "ModelFetchFailed");

        // when
        namespace.apply(Namespace.service("checksum", ModelServer.uri(), ModelServer.sha256(), ""));

        // then
        namespace.awaitSettled("checksum");
        namespace.deleteService("checksum");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reportsAddressOfMissingFile() {
        // when
        namespace.apply(Namespace.service("missing", ModelServer.missingUri(), ModelServer.sha256(), ""));

        // then
        awaitDegraded("missing", "ModelFetchFailed", ModelServer.missingUri(), "404");

        namespace.deleteService("missing");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void resumesTransferWhereItBrokeOff() {
        // when
        namespace.apply(Namespace.service("broken", ModelServer.interruptedUri(30), ModelServer.sha256(), ""));

        namespace.awaitSettled("broken");

        // then
        List<Integer> firstBytes = ModelServer.requests().stream()
                .filter(request -> request.contains("/cut/30/"))
                .map(request -> Integer.valueOf(request.substring(request.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(firstBytes).hasSize(3).first().isEqualTo(0);
        assertThat(firstBytes.get(1)).isBetween((30 << 20) - MAX_LOST_BYTES, 30 << 20);
        assertThat(firstBytes.get(2)).isBetween((60 << 20) - 2 * MAX_LOST_BYTES, 60 << 20);
        namespace.deleteService("broken");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reportsConnectionThatKeepsBreakingAndCompletesTheFetch() {
        // when
        namespace.apply(Namespace.service("line", ModelServer.interruptedUri(10), ModelServer.sha256(), ""));

        // then
        awaitDegraded("line", "ModelFetchFailed", "broke off");
        // Each attempt resumes where the last one ended, also after a restart of the container.
        namespace.awaitSettled("line");
        namespace.deleteService("line");
    }

    /** Uses another name than the example, whose name another test uses, and one pod to save memory. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void servesExampleWithCache() throws IOException {
        // given
        try (NodeVolume _ = NodeVolume.create(namespace, "model-cache")) {
            // when
            namespace.apply(Files.readString(TestPaths.ROOT.resolve("deploy/examples/cached.yaml"))
                    .replace("name: cached\n", "name: cached-model\n")
                    .replace("replicas: 3", "replicas: 1"));

            // then
            namespace.awaitSettled("cached-model");
            namespace.assertTranscribes("cached-model");
            namespace.deleteService("cached-model");
            awaitNoPods("cached-model");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reportsFullVolume() {
        // given
        try (NodeVolume _ = NodeVolume.ofSize(namespace, "small", 20)) {
            // when
            namespace.apply(Namespace.service(
                    "full", ModelServer.uri(), ModelServer.sha256(), "    cache: {claimName: small}"));

            // then
            awaitDegraded("full", "ModelFetchFailed", "78.0 MiB", "20.0 MiB are free");

            namespace.deleteService("full");
            namespace.kubectl("delete", "pods", "-l", "app.kubernetes.io/instance=full", "--force", "--grace-period=0");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void fetchesCachedModelOnceForAllPods() {
        // given
        try (NodeVolume _ = NodeVolume.create(namespace, "cache")) {
            String spec = "    cache: {claimName: cache}\n  replicas: 2";
            namespace.apply(Namespace.service("cached", ModelServer.uri("cached"), ModelServer.sha256(), spec));
            namespace.awaitSettled("cached");

            // when
            namespace.kubectl("delete", "pod", namespace.pods("cached").getFirst(), kubectlTimeout());
            namespace.awaitSettled("cached");

            // then
            assertThat(ModelServer.requests("cached")).hasSize(1);
            namespace.deleteService("cached");
            awaitNoPods("cached");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void readsModelFromClaim() {
        // given
        try (NodeVolume volume = NodeVolume.create(namespace, "models")) {
            volume.copy(TestPaths.ggmlModel());

            // when
            namespace.apply("""
                    apiVersion: audiostream.io/v1alpha1
                    kind: TranscriptionService
                    metadata:
                      name: claim
                    spec:
                      model:
                        volume: {claimName: models, path: %s}
                    """.formatted(ModelServer.fileName()));

            // then
            namespace.awaitSettled("claim");
            namespace.assertTranscribes("claim");
            assertThat(namespace.field("deployment/claim", "{.spec.template.spec.initContainers[*].args}"))
                    .doesNotContain("fetch-model");
            namespace.deleteService("claim");
            awaitNoPods("claim");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void readsModelFromImage() throws IOException {
        // given
        Path layer = Files.createDirectories(dir.resolve("layer/whisper"));
        Files.copy(TestPaths.ggmlModel(), layer.resolve(ModelServer.fileName()));
        putImage(MODEL_IMAGE, dir.resolve("layer"));

        // when
        namespace.apply(imageService("image", MODEL_IMAGE, "whisper/" + ModelServer.fileName()));

        // then
        namespace.awaitSettled("image");
        namespace.assertTranscribes("image");
        namespace.deleteService("image");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void runsModelFolderFromImageWithCTranslate2() throws IOException {
        // given
        Path layer = Files.createDirectories(dir.resolve("layer/whisper"));
        try (var files = Files.list(TestPaths.ct2Model())) {
            for (Path file : files.toList()) {
                Files.copy(file, layer.resolve(file.getFileName()));
            }
        }
        putImage(FOLDER_IMAGE, dir.resolve("layer"));

        // when
        namespace.apply(imageService("fast", FOLDER_IMAGE, "whisper"));

        // then
        namespace.awaitSettled("fast");
        namespace.assertTranscribes("fast");
        awaitChange()
                .untilAsserted(() -> assertThat(namespace.field("tsvc/fast", "{.status.engine}"))
                        .startsWith("CTranslate2 "));
        namespace.deleteService("fast");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reportsImageThatCannotBePulled() {
        // when
        namespace.applyService("noimage", "  image: registry.example.com/missing/transcriber:1");

        // then
        awaitDegraded("noimage", "ImagePullFailed", "registry.example.com/missing/transcriber:1");

        namespace.deleteService("noimage");
    }

    /** Waits until the resource is degraded for this reason, with these parts of the message. */
    private static void awaitDegraded(String service, String reason, String... words) {
        awaitRollout()
                .untilAsserted(() -> assertThat(namespace.condition(service, "Degraded"))
                        .startsWith("True " + reason + " ")
                        .contains(words));
        assertThat(namespace.condition(service, "Ready")).startsWith("False ");
    }

    private static void awaitWarning(String service, String reason) {
        awaitChange()
                .untilAsserted(() -> assertThat(namespace.kubectl("describe", "tsvc", service))
                        .containsPattern("Warning\\s+" + reason));
    }

    private static void awaitNoPods(String service) {
        namespace.kubectl(
                "wait", "--for=delete", "pods", "-l", "app.kubernetes.io/instance=" + service, kubectlTimeout());
    }

    private void putImage(String reference, Path layer) {
        Path archive = dir.resolve("model.tar");
        CommandResult.run(List.of(
                        "python3",
                        TestPaths.ROOT.resolve("dev/images.d/oci.py").toString(),
                        reference,
                        "{}",
                        archive.toString(),
                        layer.toString()))
                .requireSuccess();
        Node.run("ctr", "-n", "k8s.io", "images", "import", "--local", archive.toString());
    }

    private static String imageService(String name, String reference, String path) {
        return """
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata:
                  name: %s
                spec:
                  model:
                    image: {reference: "%s", path: %s}
                """.formatted(name, reference, path);
    }
}
