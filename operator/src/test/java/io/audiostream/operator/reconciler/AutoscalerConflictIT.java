package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import org.junit.jupiter.api.Test;

/** A user's autoscaler that targets the Deployment in place of the resource. */
class AutoscalerConflictIT extends ClusterFixture {

    @Test
    void leavesNumberToAutoscalerAndReportsIt() {
        // given
        settledExample();
        createAutoscaler();

        // when
        scale(5);

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("AutoscalerConflict"));
        assertThat(condition("Degraded").message())
                .contains("HorizontalPodAutoscaler mine", "spec.replicas has no effect", "kind: TranscriptionService");
        operator.awaitIdle();
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(5);
    }

    @Test
    void appliesReplicasAgainWithoutAutoscaler() {
        // given
        settledExample();
        var autoscaler = createAutoscaler();
        scale(5);
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("AutoscalerConflict"));

        // when
        client.resource(autoscaler).delete();
        annotate(deployment());

        // then
        eventually(() -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(1));
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("AsExpected"));
    }

    @Test
    void correctsNumberThatNoAutoscalerSet() {
        // given
        settledExample();

        // when
        scale(5);

        // then
        eventually(() -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(1));
    }

    private HorizontalPodAutoscaler createAutoscaler() {
        return client.resource(new HorizontalPodAutoscalerBuilder()
                        .withNewMetadata()
                        .withName("mine")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withMaxReplicas(9)
                        .withNewScaleTargetRef("apps/v1", "Deployment", "minimal")
                        .endSpec()
                        .build())
                .create();
    }

    /** Scales through the scale subresource, like an autoscaler. */
    private void scale(int pods) {
        client.apps().deployments().inNamespace(namespace).withName("minimal").scale(pods);
    }
}
