package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a deleted resource leaves behind. This API server has no garbage collector, so what is held here is what the
 * collector goes by: every object that was written names the resource as its controller.
 */
class OwnershipIT extends ClusterFixture {

    @Test
    void everyObjectThatWasWrittenNamesTheResourceAsItsController() {
        // given
        var resource = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        operator.awaitReconcileAfter(0);
        operator.rest();

        // when
        var written = operator.writes().stream()
                .map(write -> write.substring(write.indexOf('/')))
                .filter(path -> !path.endsWith("/transcriptionservices/minimal/status"))
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
    void theResourceIsGoneAtOnceWhenItIsDeletedAndNothingIsMadeAgain() {
        // given
        var resource = settledExample();

        // when
        client.resource(resource).delete();
        eventually(() -> assertThat(example()).isNull());
        // As the garbage collector does.
        objects().forEach(object -> client.resource(object).delete());
        operator.rest();

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
