package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Owner references, by which the garbage collector deletes the objects of a deleted resource. This API server has no
 * garbage collector, so the tests check the references themselves.
 */
class OwnershipIT extends ClusterFixture {

    @Test
    void setsResourceAsControllerOfEveryWrittenObject() {
        // given
        var resource = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        operator.awaitReconcileAfter(0);
        operator.awaitIdle();

        // when
        var written = operator.writes().stream()
                .map(write -> write.substring(write.indexOf('/')))
                .filter(path -> !path.endsWith("/transcriptionservices/minimal/status"))
                // The Secret is created under its collection; PeerSecretIT checks its owner.
                .filter(path -> !path.endsWith("/secrets"))
                .distinct()
                .toList();

        // then
        assertThat(written).hasSizeGreaterThanOrEqualTo(4);
        assertThat(written)
                .allSatisfy(path -> assertThat(get(path).getMetadata().getOwnerReferences())
                        .as("owners of %s", path)
                        .singleElement()
                        .satisfies(owner -> {
                            assertThat(owner.getUid())
                                    .isEqualTo(resource.getMetadata().getUid());
                            assertThat(owner.getKind()).isEqualTo("TranscriptionService");
                            assertThat(owner.getController()).isTrue();
                        }));
    }

    @Test
    void recreatesNothingAfterResourceIsDeleted() {
        // given
        var resource = settledExample();

        // when
        client.resource(resource).delete();
        eventually(() -> assertThat(example()).isNull());
        // Deletes the objects like the garbage collector.
        objects().forEach(object -> client.resource(object).delete());
        operator.awaitIdle();

        // then
        assertThat(List.of(
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        client.configMaps()
                                .inNamespace(namespace)
                                .withLabelSelector("app.kubernetes.io/managed-by=audiostream-operator")
                                .list()
                                .getItems()))
                .allSatisfy(items -> assertThat(items).isEmpty());
        assertThat(operator.writes()).isEmpty();
    }

    private GenericKubernetesResource get(String path) {
        return client.getKubernetesSerialization().unmarshal(client.raw(path), GenericKubernetesResource.class);
    }
}
