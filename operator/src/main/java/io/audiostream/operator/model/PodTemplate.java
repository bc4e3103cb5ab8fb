package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Additions to the pods.
 *
 * @param metadata labels and annotations
 * @param scheduling where the pods run
 * @param imagePullSecrets Secrets with credentials for registries
 * @param serviceAccount ServiceAccount of the pods; empty: that of the resource
 * @param initContainers init containers that run before those of the operator
 * @param containers containers beside the transcriber
 * @param volumes volumes that these and the containers of the operator can mount
 * @param transcriber additions to the container of the transcriber
 * @param envoy additions to the container of Envoy
 */
public record PodTemplate(
        ObjectMetadata metadata,
        Scheduling scheduling,
        List<String> imagePullSecrets,
        Optional<String> serviceAccount,
        List<Container> initContainers,
        List<Container> containers,
        List<Volume> volumes,
        ContainerTemplate transcriber,
        ContainerTemplate envoy) {

    /** No additions. */
    static final PodTemplate NONE = new PodTemplate(
            ObjectMetadata.NONE,
            Scheduling.DEFAULT,
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            ContainerTemplate.NONE,
            ContainerTemplate.NONE);

    /** Copies the lists. */
    public PodTemplate {
        imagePullSecrets = List.copyOf(imagePullSecrets);
        initContainers = List.copyOf(initContainers);
        containers = List.copyOf(containers);
        volumes = List.copyOf(volumes);
    }

    /** Returns the PersistentVolumeClaims of the volumes. */
    Stream<String> claims() {
        return volumes.stream()
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .map(claim -> claim.getClaimName());
    }

    /** Returns whether a container uses a resource of a device plugin. */
    boolean hasDevice() {
        return Stream.concat(initContainers.stream(), containers.stream())
                .filter(container -> container.getResources() != null)
                .anyMatch(container -> Resources.of(container.getResources()).hasDevice());
    }
}
