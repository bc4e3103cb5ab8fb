package io.audiostream.operator.model;

import io.audiostream.operator.api.SpecLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the autoscaler, which follows at least one of two targets.
 *
 * @param minReplicas minimum number of pods, at least 1
 * @param maxReplicas maximum number of pods, not below the minimum
 * @param cpuPercent target CPU utilization, in percent of the CPU request
 * @param slotPercent target share of slots in use, in percent
 * @param scaleDownStabilization time for which fewer pods must have sufficed before the autoscaler removes one
 */
public record Autoscaling(
        int minReplicas,
        int maxReplicas,
        Optional<Integer> cpuPercent,
        Optional<Integer> slotPercent,
        Duration scaleDownStabilization) {

    /** @throws IllegalArgumentException with the value seen and the bounds */
    public Autoscaling {
        Checks.inRange("minimum of pods", minReplicas, SpecLimits.MIN_AUTOSCALED_REPLICAS, SpecLimits.MAX_REPLICAS);
        Checks.inRange("maximum of pods", maxReplicas, minReplicas, SpecLimits.MAX_REPLICAS);
        Checks.check(
                cpuPercent.isPresent() || slotPercent.isPresent(), "autoscaling needs a CPU target or a slot target");
        cpuPercent.ifPresent(percent -> checkTarget("CPU target", percent));
        slotPercent.ifPresent(percent -> checkTarget("slot target", percent));
    }

    private static void checkTarget(String what, int percent) {
        Checks.inRange(what, percent, SpecLimits.MIN_TARGET_PERCENT, SpecLimits.MAX_TARGET_PERCENT);
    }
}
