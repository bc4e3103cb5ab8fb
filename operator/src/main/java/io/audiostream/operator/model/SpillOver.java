package io.audiostream.operator.model;

import java.util.Optional;

/**
 * Names by which the pods of a service find and trust each other, so that a stream without a slot in its own pod goes
 * to another pod of the service.
 *
 * @param secretName Secret with the certificate that all pods of the service present to each other
 * @param maxPods largest number of pods that the service can have
 */
public record SpillOver(String secretName, int maxPods) {

    /** Length of the part of the uid that tells two resources of the same name apart, one after the other. */
    private static final int UID_LENGTH = 8;

    /** @throws IllegalArgumentException when the number of pods is negative */
    public SpillOver {
        Checks.inRange("number of pods", maxPods, 0, Integer.MAX_VALUE);
    }

    /**
     * Returns the settings of a service. The Secret's name contains the uid of the resource: the garbage collector
     * deletes the Secret of a deleted resource some time later, and must not delete that of its successor.
     *
     * @param uid uid of the resource; empty when it has none
     */
    static SpillOver of(String name, Optional<String> uid, Scaling scaling) {
        var suffix = uid.map(id -> "-" + id.substring(0, Math.min(UID_LENGTH, id.length())));
        return new SpillOver(
                name + "-peers" + suffix.orElse(""),
                scaling.autoscaling().map(Autoscaling::maxReplicas).orElse(scaling.replicas()));
    }
}
