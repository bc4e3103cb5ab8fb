package io.audiostream.operator.model;

import io.audiostream.operator.api.AutoscalingSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.autoscaling}. */
final class AutoscalingReader {
    private static final String FIELD = "spec.autoscaling.";

    private AutoscalingReader() {}

    static Optional<Autoscaling> read(@Nullable AutoscalingSpec spec, Resources resources) {
        if (spec == null) {
            return Optional.empty();
        }
        if (spec.maxReplicas() == null) {
            throw new InvalidSpecException(FIELD + "maxReplicas", "required: write the maximum number of pods");
        }
        var min = FieldCheck.inRange(
                FIELD + "minReplicas",
                spec.minReplicas(),
                SpecDefaults.MIN_REPLICAS,
                SpecLimits.MIN_AUTOSCALED_REPLICAS,
                SpecLimits.MAX_REPLICAS);
        var max = FieldCheck.inRange(
                FIELD + "maxReplicas",
                spec.maxReplicas(),
                spec.maxReplicas(),
                SpecLimits.MIN_AUTOSCALED_REPLICAS,
                SpecLimits.MAX_REPLICAS);
        if (max < min) {
            throw new InvalidSpecException(FIELD + "maxReplicas", max + " must not be below minReplicas, " + min);
        }
        var slots = percent("targetSlotUtilizationPercentage", spec.targetSlotUtilizationPercentage());
        var cpu = percent("targetCPUUtilizationPercentage", spec.targetCPUUtilizationPercentage());
        if (cpu.isEmpty() && slots.isEmpty()) {
            cpu = Optional.of(SpecDefaults.TARGET_CPU_PERCENT);
        }
        if (cpu.isPresent() && !resources.requestsCpu()) {
            throw new InvalidSpecException("spec.resources.requests", SpecMessages.CPU_REQUEST);
        }
        return Optional.of(new Autoscaling(
                min,
                max,
                cpu,
                slots,
                FieldCheck.duration(
                        FIELD + "scaleDownStabilization",
                        spec.scaleDownStabilization(),
                        SpecDefaults.SCALE_DOWN_STABILIZATION,
                        SpecLimits.MIN_STABILIZATION,
                        SpecLimits.MAX_STABILIZATION)));
    }

    private static Optional<Integer> percent(String field, @Nullable Integer value) {
        return value == null
                ? Optional.empty()
                : Optional.of(FieldCheck.inRange(
                        FIELD + field, value, value, SpecLimits.MIN_TARGET_PERCENT, SpecLimits.MAX_TARGET_PERCENT));
    }
}
