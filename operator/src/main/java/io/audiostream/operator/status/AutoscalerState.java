package io.audiostream.operator.status;

import io.audiostream.operator.api.AutoscalingStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.util.Optional;

/**
 * Reads the state of a resource's HorizontalPodAutoscaler, without what changes with every measurement: the metrics
 * themselves, and conditions of an autoscaler that scales as it wants.
 */
final class AutoscalerState {
    private AutoscalerState() {}

    /** Empty until the autoscaler has measured for the first time. */
    static Optional<AutoscalingStatus> of(HorizontalPodAutoscaler autoscaler) {
        return Optional.ofNullable(autoscaler.getStatus())
                .filter(status -> !AutoscalerProblems.conditions(autoscaler).isEmpty())
                .map(status -> {
                    var limit = limit(autoscaler);
                    return new AutoscalingStatus(
                            status.getCurrentReplicas(),
                            status.getDesiredReplicas(),
                            limit.map(HorizontalPodAutoscalerCondition::getReason)
                                    .orElse(null),
                            limit.map(condition -> MessageText.sentence(TerminationMessage.of(condition.getMessage())))
                                    .orElse(null));
                });
    }

    private static Optional<HorizontalPodAutoscalerCondition> limit(HorizontalPodAutoscaler autoscaler) {
        return AutoscalerProblems.failing(autoscaler)
                .or(() -> AutoscalerProblems.conditions(autoscaler).stream()
                        .filter(condition -> "ScalingLimited".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                // An idle service has minReplicas pods.
                                && "TooManyReplicas".equals(condition.getReason()))
                        .findFirst());
    }
}
