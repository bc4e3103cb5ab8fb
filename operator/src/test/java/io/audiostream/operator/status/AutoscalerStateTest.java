package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.AutoscalingStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerStateTest {

    @ParameterizedTest
    @CsvSource({
        "AbleToScale, False, FailedGetScale",
        "ScalingActive, False, FailedGetPodsMetric",
        "ScalingLimited, True, TooManyReplicas"
    })
    void saysWhyAutoscalerDoesNotScaleAsItWants(String type, String status, String reason) {
        // when
        var state = AutoscalerState.of(autoscaler(type, status, reason, 40));

        // then
        assertThat(state).contains(new AutoscalingStatus(2, 3, reason, "words of the autoscaler."));
    }

    @ParameterizedTest
    @CsvSource({
        "AbleToScale,    True,  ScaleDownStabilized",
        "ScalingActive,  True,  ValidMetricFound",
        "ScalingActive,  False, ScalingDisabled",
        "ScalingLimited, False, DesiredWithinRange",
        "ScalingLimited, True,  TooFewReplicas"
    })
    void saysNothingWhileAutoscalerScalesAsItWants(String type, String status, String reason) {
        // when
        var state = AutoscalerState.of(autoscaler(type, status, reason, 40));

        // then
        assertThat(state).contains(new AutoscalingStatus(2, 3, null, null));
    }

    /** The autoscaler writes its metrics every 15 seconds, each of which would be a write of the status too. */
    @Test
    void staysTheSameWithOtherMetrics() {
        // when / then
        assertThat(AutoscalerState.of(autoscaler("ScalingActive", "True", "ValidMetricFound", 41)))
                .isEqualTo(AutoscalerState.of(autoscaler("ScalingActive", "True", "ValidMetricFound", 40)));
    }

    @Test
    void isAbsentUntilAutoscalerHasMeasured() {
        // when / then
        assertThat(AutoscalerState.of(new HorizontalPodAutoscaler())).isEmpty();
        assertThat(AutoscalerState.of(Serialization.unmarshal("""
                kind: HorizontalPodAutoscaler
                apiVersion: autoscaling/v2
                status: {desiredReplicas: 0}
                """, HorizontalPodAutoscaler.class)))
                .isEmpty();
    }

    private static HorizontalPodAutoscaler autoscaler(String type, String status, String reason, int utilization) {
        return Serialization.unmarshal("""
                kind: HorizontalPodAutoscaler
                apiVersion: autoscaling/v2
                status:
                  currentReplicas: 2
                  desiredReplicas: 3
                  currentMetrics:
                    - type: ContainerResource
                      containerResource: {name: cpu, container: transcriber, current: {averageUtilization: %d}}
                  conditions:
                    - {type: %s, status: "%s", reason: %s, message: words of the autoscaler,
                       lastTransitionTime: "2026-01-02T03:04:05Z"}
                """.formatted(utilization, type, status, reason), HorizontalPodAutoscaler.class);
    }
}
