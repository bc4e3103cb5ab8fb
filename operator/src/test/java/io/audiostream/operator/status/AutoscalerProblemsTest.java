package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerConditionBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AutoscalerProblemsTest {
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void namesMissingAdapterOfMetrics() {
        // given
        var autoscaler = autoscaler("False", "FailedGetPodsMetric");

        // when
        var problem = AutoscalerProblems.of(autoscaler, SINCE.plusSeconds(181));

        // then
        assertThat(problem)
                .contains(new Problem(
                        Reason.AUTOSCALING_FAILED,
                        "The HorizontalPodAutoscaler minimal keeps the number of pods as it is: unable to fetch metrics."
                                + " Install an adapter that serves the pods' metric"
                                + " audiostream_slot_utilization_percent, such as prometheus-adapter."));
    }

    @Test
    void waitsForMetricsOfNewPods() {
        // given
        var autoscaler = autoscaler("False", "FailedGetPodsMetric");

        // when / then
        assertThat(AutoscalerProblems.of(autoscaler, SINCE.plusSeconds(180))).isEmpty();
        assertThat(AutoscalerProblems.isFailing(autoscaler)).isTrue();
    }

    @Test
    void ignoresAutoscalerThatScalesOrIsDisabled() {
        // when / then
        assertThat(AutoscalerProblems.isFailing(autoscaler("True", "ValidMetricFound")))
                .isFalse();
        assertThat(AutoscalerProblems.isFailing(autoscaler("False", "ScalingDisabled")))
                .isFalse();
        assertThat(AutoscalerProblems.isFailing(new HorizontalPodAutoscaler())).isFalse();
    }

    private static HorizontalPodAutoscaler autoscaler(String status, String reason) {
        return new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("minimal")
                .endMetadata()
                .withNewStatus()
                .withConditions(new HorizontalPodAutoscalerConditionBuilder()
                        .withType("ScalingActive")
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage("unable to fetch metrics")
                        .withLastTransitionTime(SINCE.toString())
                        .build())
                .endStatus()
                .build();
    }
}
