package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two operators that watch the same namespace. */
class TwoOperatorsIT {
    private KubernetesClient client;
    private String namespace;
    private RunningOperator first;
    private RunningOperator second;

    @BeforeEach
    void startBoth() {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
        first = RunningOperator.withLease(namespace, "first");
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setNamespace(namespace);
        first.settle(client.resource(resource).create());
        second = RunningOperator.withLease(namespace, "second");
    }

    @AfterEach
    void stopBoth() {
        first.close();
        second.close();
        client.close();
    }

    @Test
    void secondOneKeepsOffAndSaysSo() {
        // when
        eventually(() -> assertThat(
                        client.v1().events().inNamespace(namespace).list().getItems())
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("OtherOperator");
                    assertThat(event.getType()).isEqualTo("Warning");
                    assertThat(event.getMessage()).contains(namespace + "/first", "audiostream.io/operator");
                }));
        touchDeployment();
        first.awaitIdle();
        second.awaitIdle();

        // then
        assertThat(resource().getStatus().operator()).isEqualTo(namespace + "/first");
        assertThat(second.writes()).isEmpty();
    }

    @Test
    void secondOneTakesOverFromUninstalledOne() {
        // given
        first.close();
        client.leases().inNamespace(namespace).withName("first").delete();

        // when
        touchDeployment();

        // then
        eventually(() -> assertThat(resource().getStatus().operator()).isEqualTo(namespace + "/second"));
    }

    @Test
    void annotationChoosesOperator() {
        // when
        client.resource(resource()).edit(existing -> {
            existing.getMetadata().setAnnotations(Map.of("audiostream.io/operator", namespace + "/second"));
            return existing;
        });
        touchDeployment();

        // then
        eventually(() -> assertThat(resource().getStatus().operator()).isEqualTo(namespace + "/second"));
        first.awaitIdle();
        second.awaitIdle();
        assertThat(resource().getStatus().operator()).isEqualTo(namespace + "/second");
    }

    @Test
    void oneOperatorFetchesModel() {
        // given
        var model = Serialization.unmarshal("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionModel
                metadata: {name: turbo}
                spec: {model: {name: base-q8_0}, storage: {size: 1Gi}}
                """, TranscriptionModel.class);
        model.getMetadata().setNamespace(namespace);
        model.getMetadata().setAnnotations(Map.of("audiostream.io/operator", namespace + "/first"));

        // when
        var created = client.resource(model).create();
        eventually(() -> assertThat(operatorOf(created)).isEqualTo(namespace + "/first"));

        // then
        eventually(() -> assertThat(
                        client.v1().events().inNamespace(namespace).list().getItems())
                .anySatisfy(event -> {
                    assertThat(event.getInvolvedObject().getKind()).isEqualTo("TranscriptionModel");
                    assertThat(event.getReason()).isEqualTo("OtherOperator");
                }));
        first.awaitIdle();
        second.awaitIdle();
        assertThat(second.writes())
                .noneMatch(write -> write.contains("jobs")
                        || write.contains("persistentvolumeclaims")
                        || write.contains("transcriptionmodels/turbo/status"));

        // when
        client.resource(created)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"audiostream.io/operator\":\"%s/second\"}}}"
                                .formatted(namespace));

        // then
        eventually(() -> assertThat(operatorOf(created)).isEqualTo(namespace + "/second"));
    }

    private String operatorOf(TranscriptionModel model) {
        var status = client.resource(model).get().getStatus();
        assertThat(status).isNotNull();
        return status.operator();
    }

    /** Changes the Deployment, which triggers a reconcile of both. */
    private void touchDeployment() {
        client.apps().deployments().inNamespace(namespace).withName("minimal").edit(existing -> {
            existing.getMetadata().setAnnotations(Map.of("example.com/note", "yes"));
            return existing;
        });
    }

    private TranscriptionService resource() {
        return client.resources(TranscriptionService.class)
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(ApiServer.TIMEOUT).untilAsserted(assertion);
    }
}
