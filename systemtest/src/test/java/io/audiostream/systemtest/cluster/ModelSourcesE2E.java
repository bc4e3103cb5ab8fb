package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.systemtest.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where a model can come from, and what is said when it can't be had. */
@Tag("node")
@BesideOthers
class ModelSourcesE2E {

    private static final String WRONG_SHA256 = "0".repeat(64);
    private static final String MODEL_IMAGE = "registry.example.com/models/test:1";
    private static final String FOLDER_IMAGE = "registry.example.com/models/test-folder:1";

    /** Bytes of a transfer that breaks off which the sender counts and the receiver does not get, at most. */
    private static final int LOST = 1 << 20;

    private static Namespace namespace;

    @TempDir
    private Path dir;

    @BeforeAll
    static void apply() {
        Operator.installForAll();
        namespace = Namespace.create("e2e-models");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWrongChecksumIsToldAndOnceItIsMendedTheServiceServes() {
        namespace.apply(Namespace.service("checksum", ModelServer.uri(), WRONG_SHA256, ""));

        awaitProblem("checksum", "ModelFetchFailed", WRONG_SHA256, ModelServer.sha256());
        awaitWarning("checksum", "ModelFetchFailed");

        namespace.apply(Namespace.service("checksum", ModelServer.uri(), ModelServer.sha256(), ""));
        namespace.awaitSettled("checksum");
        namespace.kubectl("delete", "tsvc", "checksum");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aMissingFileIsToldWithItsAddress() {
        namespace.apply(Namespace.service("missing", ModelServer.missingUri(), ModelServer.sha256(), ""));

        awaitProblem("missing", "ModelFetchFailed", ModelServer.missingUri(), "404");

        namespace.kubectl("delete", "tsvc", "missing");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTransferThatBreaksOffGoesOnWhereItWas() {
        namespace.apply(Namespace.service("broken", ModelServer.uriThatBreaksOffAfter(30), ModelServer.sha256(), ""));

        namespace.awaitSettled("broken");

        // Where the one before it ended: the last of what was sent may be lost with the connection.
        List<Integer> begins = ModelServer.requests().stream()
                .filter(request -> request.contains("/cut/30/"))
                .map(request -> Integer.valueOf(request.substring(request.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(begins).hasSize(3).first().isEqualTo(0);
        assertThat(begins.get(1)).isBetween((30 << 20) - LOST, 30 << 20);
        assertThat(begins.get(2)).isBetween((60 << 20) - 2 * LOST, 60 << 20);
        namespace.kubectl("delete", "tsvc", "broken");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aLineThatBreaksAllTheTimeIsToldAndTheFetchGoesOnAllTheSame() {
        namespace.apply(Namespace.service("line", ModelServer.uriThatBreaksOffAfter(10), ModelServer.sha256(), ""));

        awaitProblem("line", "ModelFetchFailed", "broke off");

        // Each try begins where the one before it ended, also in a container that was started again.
        namespace.awaitSettled("line");
        namespace.kubectl("delete", "tsvc", "line");
    }

    /** The example but for its name, which another test has, and with one pod: this machine is small. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theExampleWithACacheServes() throws IOException {
        try (NodeVolume _ = NodeVolume.create(namespace, "model-cache")) {
            namespace.apply(Files.readString(Installation.ROOT.resolve("deploy/examples/cached.yaml"))
                    .replace("name: cached\n", "name: cached-model\n")
                    .replace("replicas: 3", "replicas: 1"));

            namespace.awaitSettled("cached-model");
            namespace.assertHears("cached-model");
            namespace.kubectl("delete", "tsvc", "cached-model");
            awaitNoPods("cached-model");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aFullVolumeIsTold() {
        try (NodeVolume _ = NodeVolume.ofSize(namespace, "small", 20)) {
            namespace.apply(Namespace.service(
                    "full", ModelServer.uri(), ModelServer.sha256(), "    cache: {claimName: small}"));

            awaitProblem("full", "ModelFetchFailed", "78.0 MiB", "20.0 MiB are free");

            namespace.kubectl("delete", "tsvc", "full");
            namespace.kubectl("delete", "pods", "-l", "app.kubernetes.io/instance=full", "--force", "--grace-period=0");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aModelOnACacheIsFetchedOnceForAllPods() {
        try (NodeVolume _ = NodeVolume.create(namespace, "cache")) {
            String spec = "    cache: {claimName: cache}\n  replicas: 2";
            String uri = ModelServer.uri() + "?of=cached";
            namespace.apply(Namespace.service("cached", uri, ModelServer.sha256(), spec));
            namespace.awaitSettled("cached");

            namespace.kubectl("delete", "pod", namespace.pods("cached").getFirst(), "--timeout=90s");
            namespace.awaitSettled("cached");

            assertThat(ModelServer.requests().stream().filter(request -> request.contains("?of=cached")))
                    .hasSize(1);
            namespace.kubectl("delete", "tsvc", "cached");
            awaitNoPods("cached");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aModelOnAClaimIsReadFromThere() {
        try (NodeVolume volume = NodeVolume.create(namespace, "models")) {
            volume.put(Installation.model());
            namespace.apply("""
                    apiVersion: audiostream.io/v1alpha1
                    kind: TranscriptionService
                    metadata:
                      name: claim
                    spec:
                      model:
                        volume: {claimName: models, path: %s}
                    """.formatted(ModelServer.fileName()));

            namespace.awaitSettled("claim");
            namespace.assertHears("claim");
            assertThat(namespace.field("deployment/claim", "{.spec.template.spec.initContainers[*].args}"))
                    .doesNotContain("fetch-model");
            namespace.kubectl("delete", "tsvc", "claim");
            awaitNoPods("claim");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aModelInAnImageIsReadFromThere() throws IOException {
        Path layer = Files.createDirectories(dir.resolve("layer/whisper"));
        Files.copy(Installation.model(), layer.resolve(ModelServer.fileName()));
        putImage(MODEL_IMAGE, dir.resolve("layer"));

        namespace.apply(imageService("image", MODEL_IMAGE, "whisper/" + ModelServer.fileName()));

        namespace.awaitSettled("image");
        namespace.assertHears("image");
        namespace.kubectl("delete", "tsvc", "image");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aModelFolderInAnImageIsRunByTheFastEngine() throws IOException {
        Path model = Path.of(Cluster.variable("AUDIOSTREAM_TEST_MODEL_CT2"));
        Path layer = Files.createDirectories(dir.resolve("layer/whisper"));
        try (var files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, layer.resolve(file.getFileName()));
            }
        }
        putImage(FOLDER_IMAGE, dir.resolve("layer"));

        namespace.apply(imageService("fast", FOLDER_IMAGE, "whisper"));

        namespace.awaitSettled("fast");
        namespace.assertHears("fast");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(namespace.field("tsvc/fast", "{.status.engine}"))
                        .startsWith("CTranslate2 "));
        namespace.kubectl("delete", "tsvc", "fast");
    }

    private void putImage(String reference, Path layer) {
        Path archive = dir.resolve("model.tar");
        Command.run(List.of(
                        "python3",
                        Installation.ROOT.resolve("dev/images.d/oci.py").toString(),
                        reference,
                        "{}",
                        archive.toString(),
                        layer.toString()))
                .ok();
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

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anImageThatNobodyHasIsTold() {
        namespace.applyService("noimage", "  image: registry.example.com/nobody/transcriber:1");

        awaitProblem("noimage", "ImagePullFailed", "registry.example.com/nobody/transcriber:1");

        namespace.kubectl("delete", "tsvc", "noimage");
    }

    /** Waits until the resource is degraded for this reason, with these words in the message. */
    private static void awaitProblem(String service, String reason, String... words) {
        await().atMost(Namespace.READY)
                .untilAsserted(() -> assertThat(namespace.condition(service, "Degraded"))
                        .startsWith("True " + reason + " ")
                        .contains(words));
        assertThat(namespace.condition(service, "Ready")).startsWith("False ");
    }

    private static void awaitWarning(String service, String reason) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(namespace.kubectl("describe", "tsvc", service))
                        .containsPattern("Warning\\s+" + reason));
    }

    private static void awaitNoPods(String service) {
        namespace.kubectl(
                "wait", "--for=delete", "pods", "-l", "app.kubernetes.io/instance=" + service, "--timeout=120s");
    }
}
