package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strategy of the Deployment, as far as it depends on objects of the cluster. */
class RolloutIT extends ClusterFixture {

    @ParameterizedTest
    @CsvSource({"ReadWriteOnce,    0, 1", "ReadWriteOncePod, 0, 1", "ReadWriteMany,    1, 0", "ReadOnlyMany,     1, 0"})
    void dependsOnAccessModesOfClaim(String accessMode, int maxSurge, int maxUnavailable) {
        // given
        createClaim(accessMode);

        // when
        applied("");

        // then
        assertThat(numbers()).isEqualTo(maxSurge + " " + maxUnavailable);
    }

    @Test
    void addsPodFirstIfTheSpecSaysSo() {
        // given
        createClaim("ReadWriteOnce");

        // when
        applied("rollingUpdate: {maxSurge: 1}");

        // then
        assertThat(numbers()).isEqualTo("1 0");
    }

    @Test
    void addsPodFirstWithoutTheClaim() {
        // when
        applied("");

        // then
        assertThat(numbers()).isEqualTo("1 0");
    }

    @Test
    void changesStrategyWithoutNewPods() {
        // given
        applied("");
        var template = deployment().getSpec().getTemplate();

        // when
        applied("rollingUpdate: {maxSurge: 0, maxUnavailable: 50%}");

        // then
        assertThat(numbers()).isEqualTo("0 50%");
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);
    }

    @Test
    void writesNothingInSecondReconcile() {
        // given
        createClaim("ReadWriteOnce");
        applied("");
        var before = operator.reconciles();

        // when
        annotate(deployment());
        operator.awaitReconcileAfter(before);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
    }

    private void applied(String field) {
        operator.settle(apply("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal}
                spec:
                  model: {volume: {claimName: models, path: ggml-base.bin}}
                  %s
                """.formatted(field)));
    }

    private void createClaim(String accessMode) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("models")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes(accessMode)
                        .withNewResources()
                        .withRequests(Map.of("storage", new Quantity("1Gi")))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
    }

    private String numbers() {
        var rollingUpdate = deployment().getSpec().getStrategy().getRollingUpdate();
        return rollingUpdate.getMaxSurge().getValue() + " "
                + rollingUpdate.getMaxUnavailable().getValue();
    }
}
