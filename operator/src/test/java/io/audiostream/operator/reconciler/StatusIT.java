package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import org.junit.jupiter.api.Test;

/** The status after changes of the Deployment. The test writes the Deployment's status in place of its controller. */
class StatusIT extends ClusterFixture {

    @Test
    void reportsReadyWhenPodsAreReady() {
        // given
        settledExample();
        assertThat(condition("Ready").status()).isEqualTo("False");

        // when
        reportPods(1);

        // then
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("True"));
        assertThat(condition("Available").status()).isEqualTo("True");
        assertThat(condition("Accepted").status()).isEqualTo("True");
        assertThat(condition("Progressing").status()).isEqualTo("False");
        assertThat(condition("Degraded").status()).isEqualTo("False");
        assertThat(example().getStatus().readyReplicas()).isEqualTo(1);
    }

    @Test
    void writesOnlyTheStatusForChangedDeploymentStatus() {
        // given
        settledExample();
        var before = operator.reconciles();

        // when
        reportPods(1);
        operator.awaitReconcileAfter(before);
        operator.awaitIdle();

        // then
        assertThat(operator.writes())
                .containsExactly("PATCH /apis/audiostream.io/v1alpha1/namespaces/" + namespace
                        + "/transcriptionservices/minimal/status");
    }

    @Test
    void keepsTransitionTimeWhileStatusOfConditionStays() {
        // given
        settledExample();
        reportPods(1);
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("True"));
        var degradedSince = condition("Degraded").lastTransitionTime();
        var before = operator.reconciles();

        // when
        annotate(deployment());
        operator.awaitReconcileAfter(before);

        // then
        assertThat(condition("Degraded").lastTransitionTime()).isEqualTo(degradedSince);
    }

    /**
     * The second change arrives when the operator has written the status for the first one and its informer may not
     * show that write yet. If the operator took the status for current, it would stay outdated until the next change.
     */
    @Test
    void reportsLatestStateAfterRapidChanges() {
        // given
        settledExample();
        reportPods(1);
        eventually(() -> assertThat(example().getStatus().readyReplicas()).isEqualTo(1));

        for (int round = 0; round < 100; round++) {
            // when
            reportPods(0);
            reportPods(1);

            // then
            eventually(() -> {
                assertThat(example().getStatus().readyReplicas()).isEqualTo(1);
                assertThat(condition("Ready").status()).isEqualTo("True");
            });
        }
    }

    private void reportPods(int ready) {
        client.resource(deployment()).editStatus(existing -> {
            existing.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(existing.getMetadata().getGeneration())
                    .withReplicas(ready)
                    .withUpdatedReplicas(ready)
                    .withReadyReplicas(ready)
                    .withAvailableReplicas(ready)
                    .build());
            return existing;
        });
    }
}
