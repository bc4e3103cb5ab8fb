package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;

/** Additions to a container of the operator. */
public record ContainerTemplate(List<EnvVar> environment, List<VolumeMount> volumeMounts) {
    /** No additions. */
    static final ContainerTemplate NONE = new ContainerTemplate(List.of(), List.of());

    /** Copies the lists. */
    public ContainerTemplate {
        environment = List.copyOf(environment);
        volumeMounts = List.copyOf(volumeMounts);
    }
}
