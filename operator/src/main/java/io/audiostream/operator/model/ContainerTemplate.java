package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Optional;

/**
 * Additions to a container of the operator.
 *
 * @param security security context without user and groups; empty: that of the operator alone
 */
public record ContainerTemplate(
        List<EnvVar> environment, List<VolumeMount> volumeMounts, Optional<SecurityContext> security) {
    /** No additions. */
    static final ContainerTemplate NONE = new ContainerTemplate(List.of(), List.of(), Optional.empty());

    /** Copies the lists. */
    public ContainerTemplate {
        environment = List.copyOf(environment);
        volumeMounts = List.copyOf(volumeMounts);
    }
}
