package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.NamespacedAccount;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code run} with namespaces that the API server refuses, as it does when a namespace was deleted. */
class NamespacesIT {
    @TempDir
    private Path folder;

    private KubernetesClient client;
    private NamespacedAccount account;
    private String allowed;
    private String refused;
    private OperatorProcess process;

    @BeforeEach
    void createAccount() {
        client = ApiServer.shared().client();
        allowed = ApiServer.shared().newNamespace();
        refused = ApiServer.shared().newNamespace();
        account = new NamespacedAccount(client, allowed);
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.close();
        client.close();
    }

    @Test
    void servesOtherNamespacesAndReportsRefusedOne() throws Exception {
        // given
        account.allow(allowed);

        // when
        start();

        // then
        apply(allowed);
        eventually(() -> assertServed(allowed));
        assertThat(process.status("/readyz")).isEqualTo(200);
        assertThat(process.metrics())
                .contains(
                        "audiostream_operator_namespaces{state=\"watched\"} 1.0",
                        "audiostream_operator_namespaces{state=\"refused\"} 1.0");
        assertThat(process.log()).contains("not watching namespace " + refused, "watchNamespaces");
    }

    @Test
    void watchesNamespaceOnceItIsAllowed() throws Exception {
        // given
        account.allow(allowed);
        start();
        process.awaitStarted();
        apply(refused);

        // when
        account.allow(refused);

        // then
        eventually(() -> assertServed(refused));
        eventually(() -> assertThat(process.status("/readyz")).isEqualTo(200));
    }

    @Test
    void keepsServingOthersWhenNamespaceIsRefusedLater() throws Exception {
        // given
        account.allow(allowed);
        account.allow(refused);
        start();
        process.awaitStarted();

        // when
        account.forbid(refused);

        // then
        eventually(
                () -> assertThat(process.metrics()).contains("audiostream_operator_namespaces{state=\"refused\"} 1.0"));
        apply(allowed);
        eventually(() -> assertServed(allowed));
        assertThat(process.status("/readyz")).isEqualTo(200);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void waitsForFirstNamespace() throws Exception {
        // given
        start();
        eventually(() -> assertThat(process.log()).contains("not watching namespace " + allowed));
        assertThat(process.status("/healthz")).isEqualTo(200);
        assertThat(process.status("/readyz")).isEqualTo(503);

        // when
        apply(allowed);
        account.allow(allowed);

        // then
        eventually(() -> assertServed(allowed));
        eventually(() -> assertThat(process.status("/readyz")).isEqualTo(200));
    }

    @Test
    void reportsMissingRightsForRoutesAndRecoversOnceTheyAreGranted() throws Exception {
        // given
        account.allow(allowed);
        start();

        // when
        applyWithIngress(allowed);

        // then
        eventually(() -> assertThat(problem(allowed))
                .contains("needs rights for ingresses.networking.k8s.io", "set routes.ingress=true"));
        assertServed(allowed);
        assertThat(process.status("/readyz")).isEqualTo(200);

        // when
        account.allowIngresses(allowed);

        // then
        eventually(() -> assertThat(ingress(allowed)).isNotNull());
        eventually(() -> assertThat(problem(allowed)).isEqualTo("No problem is known."));
    }

    /** The informers of routes start when a resource needs them, after the change of the namespaces. */
    @Test
    void watchesRoutesInNamespaceThatIsAllowedLater() throws Exception {
        // given
        account.allow(allowed);
        account.allowIngresses(allowed);
        start();
        process.awaitStarted();
        account.allowIngresses(refused);
        account.allow(refused);
        applyWithIngress(refused);
        eventually(() -> assertThat(ingress(refused)).isNotNull());
        eventually(() -> assertThat(problem(refused)).isEqualTo("No problem is known."));

        // when
        client.resource(ingress(refused)).delete();

        // then
        eventually(() -> assertThat(ingress(refused)).isNotNull());
    }

    private void applyWithIngress(String namespace) {
        var resource = ResourceFiles.parse("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal}
                spec: {model: {name: base}, routes: {ingress: {hosts: [speech.example.com]}}}
                """);
        resource.getMetadata().setNamespace(namespace);
        client.resource(resource).create();
    }

    private Ingress ingress(String namespace) {
        return client.network()
                .v1()
                .ingresses()
                .inNamespace(namespace)
                .withName("minimal-grpc")
                .get();
    }

    /** Returns the message of the condition Degraded. */
    private String problem(String namespace) {
        var status = client.resources(TranscriptionService.class)
                .inNamespace(namespace)
                .withName("minimal")
                .get()
                .getStatus();
        assertThat(status).isNotNull();
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("Degraded"))
                .findFirst()
                .orElseThrow()
                .message();
    }

    @Test
    void reportsResourcesThatAreNoLongerWatched() throws Exception {
        // given
        apply(refused);
        client.resources(TranscriptionService.class)
                .inNamespace(refused)
                .withName("minimal")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"observedGeneration\":1}}");

        // when
        process = OperatorProcess.start(
                folder, ApiServer.shared().kubeconfig(), Map.of(), "--namespaces", allowed, "--health-port", "0");

        // then
        eventually(() -> assertThat(process.log())
                .containsPattern("no longer looking after .*" + refused + "/minimal.*watchNamespaces"));
    }

    private void start() throws IOException {
        process = OperatorProcess.start(
                folder, account.kubeconfig(), Map.of(), "--namespaces", allowed + "," + refused, "--health-port", "0");
    }

    private void apply(String namespace) {
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setNamespace(namespace);
        client.resource(resource).create();
    }

    private void assertServed(String namespace) {
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName("minimal")
                        .get())
                .isNotNull();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(OperatorProcess.TIMEOUT).untilAsserted(assertion);
    }
}
