package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

    /** A new resource has six objects, so a read before each creation would add half again to the requests. */
    @Test
    void createsObjectsWithoutReadingThemBefore() {
        // when
        apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        operator.awaitReconcileAfter(0);
        operator.awaitIdle();

        // then
        var paths = objects().stream()
                .map(object -> "/" + object.getMetadata().getName())
                .toList();
        assertThat(operator.reads()).noneMatch(read -> paths.stream().anyMatch(read::endsWith));
    }

    /** After {@code kubectl delete --cascade=orphan} clients still use the Service, and the pods still serve. */
    @Test
    void adoptsOrphansOfAnEarlierResource() {
        // given
        settledExample();
        operator.close();
        var orphans = objects();
        client.resource(example())
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        // Removes the references like the garbage collector, and the finalizer that waits for it.
        orphans.forEach(this::orphan);
        eventually(() -> {
            var deleted = example();
            if (deleted != null) {
                client.resource(deleted).edit(existing -> {
                    existing.getMetadata().setFinalizers(List.of());
                    return existing;
                });
            }
            assertThat(example()).isNull();
        });

        // when
        operator = RunningOperator.in(namespace);
        var again = settledExample();

        // then
        assertThat(condition("Degraded").reason()).isEqualTo("AsExpected");
        assertThat(objects()).allSatisfy(object -> {
            assertThat(object.hasOwnerReferenceFor(again)).isTrue();
            assertThat(object.getMetadata().getUid())
                    .isIn(orphans.stream()
                            .map(orphan -> orphan.getMetadata().getUid())
                            .toList());
        });
    }

    @Test
    void namesOwnerOfAnObjectThatAnotherResourceNeeds() {
        // given
        settledExample();

        // when
        apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml"))
                .replace("name: minimal", "name: minimal-headless"));

        // then
        eventually(() -> assertThat(messageOf("minimal-headless"))
                .isEqualTo("Service minimal-headless already exists and belongs to TranscriptionService minimal: give"
                        + " the resource another name than minimal-headless"));
    }

    private String messageOf(String name) {
        var status = client.resources(TranscriptionService.class)
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getStatus();
        return status == null || status.conditions() == null
                ? ""
                : status.conditions().stream()
                        .filter(condition -> condition.reason().equals("NameTaken"))
                        .map(ServiceCondition::message)
                        .findFirst()
                        .orElse("");
    }

    private void orphan(HasMetadata object) {
        client.resource(object).edit(existing -> {
            existing.getMetadata().setOwnerReferences(List.of());
            return existing;
        });
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
