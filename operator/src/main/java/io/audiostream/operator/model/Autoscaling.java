package io.audiostream.operator.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How the number of pods follows the load; at least one of the targets is there.
 *
 * @param minReplicas fewest pods, at least 1
 * @param maxReplicas most pods, not below the fewest
 * @param cpuPercent used share of the requested cpu to aim at
 * @param slotPercent used share of the slots to aim at
 * @param scaleDownStabilization how long fewer pods must have been enough before one goes
 */
public record Autoscaling(
        int minReplicas,
        int maxReplicas,
        Optional<Integer> cpuPercent,
        Optional<Integer> slotPercent,
        Duration scaleDownStabilization) {}
