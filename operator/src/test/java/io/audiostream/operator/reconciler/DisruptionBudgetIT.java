package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The PodDisruptionBudget of a resource. */
class DisruptionBudgetIT extends ClusterFixture {

    @Test
    void allowsOneMissingPodByDefault() {
        // when
        var resource = applied("{}");

        // then
        assertThat(disruptionBudget().getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
        assertThat(disruptionBudget().getSpec().getMinAvailable()).isNull();
        assertThat(disruptionBudget().getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        assertThat(disruptionBudget().getSpec().getSelector().getMatchLabels())
                .isEqualTo(Map.of(
                        "app.kubernetes.io/name", "audiostream-transcriber", "app.kubernetes.io/instance", "minimal"))
                .isEqualTo(deployment().getSpec().getSelector().getMatchLabels());
        assertThat(disruptionBudget().hasOwnerReferenceFor(resource)).isTrue();
    }

    @Test
    void followsTheSpecWithoutNewPods() {
        // given
        applied("{}");
        var template = deployment().getSpec().getTemplate();

        // when
        applied("{maxUnavailable: 50%}");

        // then
        assertThat(disruptionBudget().getSpec().getMaxUnavailable()).isEqualTo(new IntOrString("50%"));
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);
    }

    @Test
    void deletesBudgetThatTheSpecTurnsOff() {
        // given
        applied("{}");

        // when
        applied("{enabled: false}");

        // then
        eventually(() -> assertThat(disruptionBudget()).isNull());

        // when
        applied("{enabled: true}");

        // then
        assertThat(disruptionBudget()).isNotNull();
    }

    private TranscriptionService applied(String budget) {
        var resource = apply("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal}
                spec:
                  model: {name: base}
                  podDisruptionBudget: %s
                """.formatted(budget));
        operator.settle(resource);
        return resource;
    }
}
