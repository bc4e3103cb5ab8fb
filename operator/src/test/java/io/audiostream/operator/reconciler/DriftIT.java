package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes of other clients to the operator's objects. */
class DriftIT extends ClusterFixture {

    @Test
    void recreatesDeletedObjects() {
        // given
        settledExample();

        for (HasMetadata object : objects()) {
            var uid = object.getMetadata().getUid();

            // when
            client.resource(object).delete();

            // then
            eventually(() -> assertThat(client.resource(object).get())
                    .as("a new %s", object.getKind())
                    .isNotNull()
                    .satisfies(existing ->
                            assertThat(existing.getMetadata().getUid()).isNotEqualTo(uid)));
        }
    }

    @Test
    void revertsEditedFields() {
        // given
        settledExample();
        var config = envoyConfig().getData();

        // when
        client.resource(deployment()).edit(existing -> {
            existing.getSpec().setReplicas(7);
            existing.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .setImage("registry.test/evil:1");
            return existing;
        });
        client.resource(service()).edit(existing -> {
            existing.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(1));
            return existing;
        });
        client.resource(envoyConfig()).edit(existing -> {
            existing.setData(Map.of("bootstrap.yaml", "broken"));
            return existing;
        });

        // then
        eventually(() -> {
            assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
            assertThat(deployment()
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getImage())
                    .isEqualTo("registry.test/transcriber:1");
            assertThat(service().getSpec().getPorts().getFirst().getTargetPort())
                    .isEqualTo(new IntOrString(50051));
            assertThat(envoyConfig().getData()).isEqualTo(config);
        });
    }

    @Test
    void restoresRemovedLabel() {
        // given
        settledExample();

        // when
        client.resource(service()).edit(existing -> {
            existing.getMetadata().setLabels(Map.of());
            return existing;
        });

        // then
        eventually(() -> assertThat(service().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "audiostream-operator"));
    }

    @Test
    void keepsFieldsOfOtherManagers() {
        // given
        settledExample();

        // when
        client.resource(service()).edit(existing -> {
            existing.getMetadata().setAnnotations(Map.of("mesh.example.com/inject", "true"));
            existing.getMetadata().getLabels().put("team", "speech");
            existing.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(1));
            return existing;
        });

        // then
        eventually(() -> assertThat(service().getSpec().getPorts().getFirst().getTargetPort())
                .isEqualTo(new IntOrString(50051)));
        assertThat(service().getMetadata().getAnnotations()).containsEntry("mesh.example.com/inject", "true");
        assertThat(service().getMetadata().getLabels()).containsEntry("team", "speech");
    }

    @Test
    void keepsFileOfAnotherOwnerInConfigMap() {
        // given
        settledExample();

        // when
        client.resource(envoyConfig()).edit(existing -> {
            existing.getData().put("notes.txt", "not ours");
            existing.getData().put("bootstrap.yaml", "broken");
            return existing;
        });

        // then
        eventually(
                () -> assertThat(envoyConfig().getData().get("bootstrap.yaml")).startsWith("node:"));
        assertThat(envoyConfig().getData()).containsEntry("notes.txt", "not ours");
    }
}
