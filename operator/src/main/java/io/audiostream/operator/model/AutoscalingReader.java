package io.audiostream.operator.model;

import io.audiostream.operator.api.AutoscalingSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.autoscaling}. */
final class AutoscalingReader {
    private static final String FIELD = "spec.autoscaling.";
    private static final int DEFAULT_CPU_PERCENT = 70;

    private AutoscalingReader() {}

    static Optional<Autoscaling> read(@Nullable AutoscalingSpec spec, Resources resources) {
        if (spec == null) {
            return Optional.empty();
        }
        if (spec.maxReplicas() == null) {
            throw new InvalidSpecException(FIELD + "maxReplicas", "required: write the most pods there may be");
        }
        var min = FieldCheck.inRange(FIELD + "minReplicas", spec.minReplicas(), 1, 1, 100);
        var max = FieldCheck.inRange(FIELD + "maxReplicas", spec.maxReplicas(), 1, 1, 100);
        if (max < min) {
            throw new InvalidSpecException(FIELD + "maxReplicas", max + " must not be below minReplicas, " + min);
        }
        var slots = percent("targetSlotUtilizationPercentage", spec.targetSlotUtilizationPercentage());
        var cpu = percent("targetCPUUtilizationPercentage", spec.targetCPUUtilizationPercentage());
        if (cpu.isEmpty() && slots.isEmpty()) {
            cpu = Optional.of(DEFAULT_CPU_PERCENT);
        }
        if (cpu.isPresent() && !resources.requestsCpu()) {
            throw new InvalidSpecException(
                    "spec.resources.requests",
                    "autoscaling by cpu needs what a pod asks for: write resources.requests.cpu, such as \"2\", or scale"
                            + " by autoscaling.targetSlotUtilizationPercentage alone");
        }
        return Optional.of(new Autoscaling(
                min,
                max,
                cpu,
                slots,
                FieldCheck.duration(
                        FIELD + "scaleDownStabilization", spec.scaleDownStabilization(), "5m", "0s", "1h")));
    }

    private static Optional<Integer> percent(String field, @Nullable Integer value) {
        return value == null ? Optional.empty() : Optional.of(FieldCheck.inRange(FIELD + field, value, value, 1, 100));
    }
}
