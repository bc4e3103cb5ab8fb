package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Optional;

/**
 * How a rollout replaces the pods: numbers, or percentages of the pods.
 *
 * @param maxSurge pods that a rollout may add; empty: 1, or 0 where an added pod could not start
 * @param maxUnavailable pods that a rollout may remove before their successors are ready; empty: 0, or 1 where it adds
 *     none
 */
public record RollingUpdate(Optional<IntOrString> maxSurge, Optional<IntOrString> maxUnavailable) {
    /** The settings of a resource that sets neither number. */
    public static final RollingUpdate DERIVED = new RollingUpdate(Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException when a rollout could neither add nor remove a pod */
    public RollingUpdate {
        Checks.check(
                maxSurge.filter(RollingUpdate::isZero).isEmpty()
                        || maxUnavailable.filter(RollingUpdate::isZero).isEmpty(),
                "maxSurge and maxUnavailable must not both be 0");
    }

    /** Returns whether {@link #resolve} depends on its argument. */
    public boolean isDerived() {
        return maxSurge.isEmpty()
                && maxUnavailable.filter(RollingUpdate::isZero).isEmpty();
    }

    /**
     * Fills in both numbers.
     *
     * @param canSurge whether another pod can start beside those that run
     */
    public RollingUpdate resolve(boolean canSurge) {
        var surge = maxSurge.orElseGet(() -> new IntOrString(canSurge || !isDerived() ? 1 : 0));
        var unavailable = maxUnavailable.orElseGet(() -> new IntOrString(isZero(surge) ? 1 : 0));
        return new RollingUpdate(Optional.of(surge), Optional.of(unavailable));
    }

    /** Returns whether this is 0 or 0%. */
    public static boolean isZero(IntOrString number) {
        return String.valueOf(number.getValue()).matches("0+%?");
    }
}
