package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconcileIT extends ClusterFixture {

    @Test
    void createsObjectsOfSmallestExample() {
        // when
        var resource = settledExample();

        // then
        assertThat(objects()).doesNotContainNull();
        assertThat(deployment().getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> {
                    assertThat(container.getImage()).isEqualTo(RunningOperator.IMAGES.transcriber());
                    assertThat(container.getArgs()).containsSequence("--model-name", "base");
                });
        assertThat(service().getSpec().getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getPort()).isEqualTo(50051);
            assertThat(port.getAppProtocol()).isEqualTo("kubernetes.io/h2c");
        });
        assertThat(headlessService().getSpec().getClusterIP()).isEqualTo("None");
        assertThat(headlessService().getSpec().getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(50051, 50061);
        assertThat(envoyConfig().getData()).isNotEmpty();
        assertThat(serviceAccount().getAutomountServiceAccountToken()).isFalse();
        assertThat(resource.getStatus().endpoint()).isEqualTo("minimal." + namespace + ".svc:50051");
        assertThat(resource.getStatus().model()).isEqualTo("base");
    }

    @Test
    void writesNothingWhenNothingChanged() {
        // given
        settledExample();

        for (HasMetadata object : objects()) {
            // when
            var before = operator.reconciles();
            annotate(object);
            operator.awaitReconcileAfter(before);

            // then
            assertThat(operator.writes())
                    .as("writes after %s changed", object.getKind())
                    .isEmpty();
        }
    }

    /** The API server rounds quantities up to thousandths. */
    @Test
    void writesNothingForQuantityThatApiServerRounds() {
        // given
        var resource = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml"))
                + "  resources: {requests: {cpu: \"0.1234\"}, limits: {memory: \"1.5Gi\"}}\n");
        operator.settle(resource);
        var before = operator.reconciles();

        // when
        annotate(deployment());
        operator.awaitReconcileAfter(before);

        // then
        assertThat(deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests())
                .containsEntry("cpu", new Quantity("124", "m"));
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void writesNothingAfterRestart() {
        // given
        settledExample();
        operator.close();

        // when
        operator = RunningOperator.in(namespace);
        operator.awaitReconcileAfter(0);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void settlesResourceThatSetsEveryField() {
        // given
        var resource = apply(ResourceFiles.text(ResourceFiles.EVERY_FIELD));
        operator.settle(resource);
        var before = operator.reconciles();

        // when
        annotate(client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("every-field")
                .get());
        operator.awaitReconcileAfter(before);

        // then
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void writesNothingForLabelOnResource() {
        // given
        var resource = settledExample();
        var versions = objects().stream()
                .map(o -> o.getMetadata().getResourceVersion())
                .toList();

        // when
        client.resource(resource).edit(existing -> {
            existing.getMetadata().setLabels(Map.of("team", "speech"));
            return existing;
        });
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
        assertThat(objects().stream().map(o -> o.getMetadata().getResourceVersion()))
                .containsExactlyElementsOf(versions);
    }

    @Test
    void rollsOutChangedImage() {
        // given
        var resource = settledExample();
        var config = envoyConfig().getMetadata().getResourceVersion();

        // when
        apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml"))
                + "  image: registry.test/transcriber:2\n");
        operator.settle(resource);

        // then
        assertThat(deployment().getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getImage()).isEqualTo("registry.test/transcriber:2"));
        assertThat(envoyConfig().getMetadata().getResourceVersion()).isEqualTo(config);
    }

    @Test
    void scalesReplicasWithoutRollout() {
        // given
        var resource = settledExample();
        var template = deployment().getSpec().getTemplate();

        // when
        apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")) + "  replicas: 3\n");
        operator.settle(resource);

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);
    }
}
