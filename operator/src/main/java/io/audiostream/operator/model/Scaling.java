package io.audiostream.operator.model;

import io.audiostream.operator.api.SpecLimits;
import java.util.Optional;

/**
 * Size of a service.
 *
 * @param slots streams and calls that one pod serves at once
 * @param replicas number of pods; ignored while {@code autoscaling} is present
 * @param autoscaling settings of the autoscaler that sets the number of pods; empty: no autoscaling
 */
public record Scaling(int slots, int replicas, Optional<Autoscaling> autoscaling) {

    /** @throws IllegalArgumentException with the value seen and the bounds */
    public Scaling {
        Checks.inRange("slots", slots, SpecLimits.MIN_SLOTS, SpecLimits.MAX_SLOTS);
        Checks.inRange("replicas", replicas, SpecLimits.MIN_REPLICAS, SpecLimits.MAX_REPLICAS);
    }
}
