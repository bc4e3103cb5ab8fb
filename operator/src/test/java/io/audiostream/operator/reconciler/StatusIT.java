package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import org.junit.jupiter.api.Test;

/** How the status follows the Deployment. The test writes the Deployment's status as its controller would. */
class StatusIT extends ClusterFixture {

    @Test
    void theResourceIsReadyWhenItsPodsAre() {
        // given
        settledExample();
        assertThat(condition("Ready").status()).isEqualTo("False");

        // when
        reportPods(1);

        // then
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("True"));
        assertThat(condition("Progressing").status()).isEqualTo("False");
        assertThat(condition("Degraded").status()).isEqualTo("False");
        assertThat(example().getStatus().readyReplicas()).isEqualTo(1);
    }

    @Test
    void aChangedDeploymentStatusCostsOneWriteAndItIsTheStatus() {
        // given
        settledExample();
        var before = operator.reconciles();

        // when
        reportPods(1);
        operator.awaitReconcileAfter(before);
        operator.rest();

        // then
        assertThat(operator.writes())
                .containsExactly("PATCH /apis/audiostream.io/v1alpha1/namespaces/" + namespace
                        + "/transcriptionservices/minimal/status");
    }

    @Test
    void theTimeOfATransitionStaysWhileTheStatusDoes() {
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
     * The second report meets an operator that has just written the first one's status and may not have seen its own
     * write come back. A status that it takes for written already would stay wrong until somebody touches the resource.
     */
    @Test
    void theLastReportWinsHoweverFastTheyFollowEachOther() {
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
        client.resource(deployment()).editStatus(there -> {
            there.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(there.getMetadata().getGeneration())
                    .withReplicas(ready)
                    .withUpdatedReplicas(ready)
                    .withReadyReplicas(ready)
                    .withAvailableReplicas(ready)
                    .build());
            return there;
        });
    }
}
