package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.Images;
import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An upgrade of the operator that changes the pods. The test writes the status of Deployments in place of their
 * controller.
 */
class UpgradesIT extends ClusterFixture {
    private static final Images NEW_IMAGES = new Images("registry.test/transcriber:2", RunningOperator.IMAGES.envoy());
    private static final List<String> NAMES = List.of("one", "two", "three");

    @Test
    void replacesThePodsOfOneResourceAfterTheOther() {
        // given
        createAll();

        // when
        upgrade();

        // then
        eventually(
                () -> assertThat(reasons()).containsExactlyInAnyOrder("Upgrading", "UpgradePending", "UpgradePending"));
        assertThat(upgraded()).hasSize(1);

        // when
        var first = upgraded().getFirst();
        completeRollout(first);

        // then
        eventually(() -> assertThat(reasons()).containsExactlyInAnyOrder("Complete", "Upgrading", "UpgradePending"));
        assertThat(reason(first)).isEqualTo("Complete");
        assertThat(upgraded()).hasSize(2);
    }

    @Test
    void appliesAChangedSpecAtOnce() {
        // given
        createAll();
        upgrade();
        eventually(
                () -> assertThat(reasons()).containsExactlyInAnyOrder("Upgrading", "UpgradePending", "UpgradePending"));
        var waiting = NAMES.stream()
                .filter(name -> reason(name).equals("UpgradePending"))
                .findFirst()
                .orElseThrow();

        // when
        apply(yaml(waiting) + "  slots: 2\n");

        // then
        eventually(() -> assertThat(upgraded()).contains(waiting));
        eventually(() -> assertThat(reason(waiting)).isEqualTo("RollingOut"));
    }

    @Test
    void keepsThePaceAfterARestart() {
        // given
        createAll();
        upgrade();
        eventually(
                () -> assertThat(reasons()).containsExactlyInAnyOrder("Upgrading", "UpgradePending", "UpgradePending"));
        operator.awaitIdle();

        // when
        operator.close();
        operator = RunningOperator.ofVersion(namespace, NEW_IMAGES);
        operator.awaitReconcileAfter(2);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
        assertThat(upgraded()).hasSize(1);
    }

    @Test
    void changesNothingWhilePaused() {
        // given
        settledExample();
        var version = deployment().getMetadata().getResourceVersion();

        // when
        client.resource(example()).edit(existing -> {
            existing.getMetadata().getAnnotations().put("audiostream.io/pause", "true");
            return existing;
        });
        eventually(() -> assertThat(condition("Progressing").reason()).isEqualTo("Paused"));
        apply(yaml("minimal") + "  image: registry.test/transcriber:3\n");
        operator.awaitIdle();

        // then
        assertThat(deployment().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(example().getStatus().observedGeneration()).isEqualTo(1);

        // when
        client.resource(example()).edit(existing -> {
            existing.getMetadata().getAnnotations().remove("audiostream.io/pause");
            return existing;
        });

        // then
        eventually(() -> assertThat(image(deployment())).isEqualTo("registry.test/transcriber:3"));
        eventually(() -> assertThat(condition("Progressing").reason()).isEqualTo("RollingOut"));
    }

    private void createAll() {
        for (var name : NAMES) {
            apply(yaml(name));
            eventually(() -> assertThat(deployment(name)).isNotNull());
            completeRollout(name);
            eventually(() -> assertThat(reason(name)).isEqualTo("Complete"));
        }
        operator.awaitIdle();
    }

    private void upgrade() {
        operator.close();
        operator = RunningOperator.ofVersion(namespace, NEW_IMAGES);
    }

    private static String yaml(String name) {
        return ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml"))
                .replace("name: minimal", "name: " + name);
    }

    private List<String> upgraded() {
        return NAMES.stream()
                .filter(name -> image(deployment(name)).equals(NEW_IMAGES.transcriber()))
                .toList();
    }

    private static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }

    private List<String> reasons() {
        return NAMES.stream().map(this::reason).toList();
    }

    /** Returns the reason of the condition Progressing. */
    private String reason(String name) {
        var resource = client.resources(TranscriptionService.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return Stream.ofNullable(resource.getStatus())
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.type().equals("Progressing"))
                .map(condition -> condition.reason())
                .findFirst()
                .orElse("");
    }

    private void completeRollout(String name) {
        client.resource(deployment(name)).editStatus(existing -> {
            existing.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(existing.getMetadata().getGeneration())
                    .withReplicas(1)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(1)
                    .withAvailableReplicas(1)
                    .build());
            return existing;
        });
    }
}
