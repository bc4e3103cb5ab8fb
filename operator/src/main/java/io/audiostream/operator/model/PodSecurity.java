package io.audiostream.operator.model;

import java.util.List;
import java.util.Optional;

/**
 * User and groups of a pod's containers.
 *
 * @param runAsUser user; empty: the platform or the image sets it
 * @param runAsGroup primary group; empty likewise
 * @param fsGroup group of the files in Secrets and claims; empty: the platform sets it, or it has none
 * @param fsGroupChangePolicy when Kubernetes changes the group of a claim's files
 * @param supplementalGroups further groups
 */
public record PodSecurity(
        Optional<Integer> runAsUser,
        Optional<Integer> runAsGroup,
        Optional<Integer> fsGroup,
        String fsGroupChangePolicy,
        List<Long> supplementalGroups) {

    /** Copies the list. */
    public PodSecurity {
        supplementalGroups = List.copyOf(supplementalGroups);
    }
}
