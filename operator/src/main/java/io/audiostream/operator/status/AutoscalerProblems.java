package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds the problem of a resource's HorizontalPodAutoscaler. */
public final class AutoscalerProblems {
    /** Metrics of a new pod arrive some minutes after it is ready. */
    private static final Duration GRACE = Duration.ofMinutes(3);

    private AutoscalerProblems() {}

    /** Returns why the autoscaler has not been able to scale for some minutes. */
    public static Optional<Problem> of(HorizontalPodAutoscaler autoscaler, Instant now) {
        return failing(autoscaler)
                .filter(condition ->
                        Instant.parse(condition.getLastTransitionTime()).isBefore(now.minus(GRACE)))
                .map(condition -> new Problem(
                        Reason.AUTOSCALING_FAILED,
                        "The HorizontalPodAutoscaler %s keeps the number of pods as it is: %s %s"
                                .formatted(
                                        autoscaler.getMetadata().getName(),
                                        MessageText.sentence(TerminationMessage.of(condition.getMessage())),
                                        remedy(condition))));
    }

    /** Returns whether the autoscaler cannot scale now, which is a problem only if that lasts. */
    public static boolean isFailing(HorizontalPodAutoscaler autoscaler) {
        return failing(autoscaler).isPresent();
    }

    /** Returns the condition that says why the autoscaler cannot scale. */
    static Optional<HorizontalPodAutoscalerCondition> failing(HorizontalPodAutoscaler autoscaler) {
        return conditions(autoscaler).stream()
                .filter(condition -> "False".equals(condition.getStatus())
                        && ("ScalingActive".equals(condition.getType()) || "AbleToScale".equals(condition.getType()))
                        // A Deployment that is scaled to zero is not scaled by an autoscaler.
                        && !"ScalingDisabled".equals(condition.getReason())
                        && condition.getLastTransitionTime() != null)
                .findFirst();
    }

    /** Returns what the autoscaler reports about itself; empty before it measured for the first time. */
    static List<HorizontalPodAutoscalerCondition> conditions(HorizontalPodAutoscaler autoscaler) {
        var status = autoscaler.getStatus();
        return status == null ? List.of() : Objects.requireNonNullElse(status.getConditions(), List.of());
    }

    private static String remedy(HorizontalPodAutoscalerCondition condition) {
        return switch (Objects.requireNonNullElse(condition.getReason(), "")) {
            case "FailedGetPodsMetric" ->
                "Install an adapter that serves the pods' metric audiostream_slot_utilization_percent, such as"
                        + " prometheus-adapter.";
            case "FailedGetContainerResourceMetric", "FailedGetResourceMetric" ->
                "Install metrics-server, which serves the CPU use of pods.";
            default -> "See: kubectl describe hpa.";
        };
    }
}
