package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others do to the operator's objects. */
class DriftIT extends ClusterFixture {

    @Test
    void whatIsDeletedComesBack() {
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
                    .satisfies(there -> assertThat(there.getMetadata().getUid()).isNotEqualTo(uid)));
        }
    }

    @Test
    void whatIsEditedIsPutBack() {
        // given
        settledExample();
        var config = envoyConfig().getData();

        // when
        client.resource(deployment()).edit(there -> {
            there.getSpec().setReplicas(7);
            there.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("registry.test/evil:1");
            return there;
        });
        client.resource(service()).edit(there -> {
            there.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(1));
            return there;
        });
        client.resource(envoyConfig()).edit(there -> {
            there.setData(Map.of("bootstrap.yaml", "broken"));
            return there;
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
    void aLabelOfOursThatIsTakenAwayComesBack() {
        // given
        settledExample();

        // when
        client.resource(service()).edit(there -> {
            there.getMetadata().setLabels(Map.of());
            return there;
        });

        // then
        eventually(() -> assertThat(service().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "audiostream-operator"));
    }

    @Test
    void fieldsOfOthersStay() {
        // given
        settledExample();

        // when
        client.resource(service()).edit(there -> {
            there.getMetadata().setAnnotations(Map.of("mesh.example.com/inject", "true"));
            there.getMetadata().getLabels().put("team", "speech");
            there.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(1));
            return there;
        });

        // then
        eventually(() -> assertThat(service().getSpec().getPorts().getFirst().getTargetPort())
                .isEqualTo(new IntOrString(50051)));
        assertThat(service().getMetadata().getAnnotations()).containsEntry("mesh.example.com/inject", "true");
        assertThat(service().getMetadata().getLabels()).containsEntry("team", "speech");
    }

    @Test
    void aFileThatSomebodyElseAddedToTheConfigurationStays() {
        // given
        settledExample();

        // when
        client.resource(envoyConfig()).edit(there -> {
            there.getData().put("notes.txt", "not ours");
            there.getData().put("bootstrap.yaml", "broken");
            return there;
        });

        // then
        eventually(
                () -> assertThat(envoyConfig().getData().get("bootstrap.yaml")).startsWith("node:"));
        assertThat(envoyConfig().getData()).containsEntry("notes.txt", "not ours");
    }
}
