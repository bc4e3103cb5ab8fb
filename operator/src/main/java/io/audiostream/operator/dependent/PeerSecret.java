package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.certificate.SelfSignedCertificate;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.SpillOver;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Secret with the certificate that the pods of a service present to each other. It is no dependent resource: the
 * operator may create Secrets, and can neither read nor list any.
 */
public final class PeerSecret {
    private static final Set<String> BEFORE_START = Set.of("ContainerCreating", "PodInitializing");

    private PeerSecret() {}

    /** Renders the Secret. It is immutable, so that all pods of the service have the same certificate. */
    public static Secret render(
            TranscriptionService resource,
            DesiredService service,
            SpillOver spillOver,
            SelfSignedCertificate certificate) {
        var metadata = TranscriptionServiceDependent.metadata(service, spillOver.secretName());
        metadata.setOwnerReferences(List.of(OwnedDependent.owner(resource)));
        return new SecretBuilder()
                .withMetadata(metadata)
                .withType("kubernetes.io/tls")
                .withImmutable(true)
                .withStringData(Map.of("tls.crt", certificate.certificate(), "tls.key", certificate.privateKey()))
                .build();
    }

    /**
     * Returns whether the Secret may not exist yet. The operator creates it before the Deployment, so it exists once
     * the Deployment mounts it. It may have been deleted since if a pod does not get its volumes.
     *
     * @param deployment the existing Deployment; null if there is none
     */
    public static boolean mayBeMissing(SpillOver spillOver, @Nullable Deployment deployment, List<Pod> pods) {
        return deployment == null
                || volumes(deployment)
                        .noneMatch(volume -> volume.getSecret() != null
                                && spillOver
                                        .secretName()
                                        .equals(volume.getSecret().getSecretName()))
                || pods.stream().anyMatch(PeerSecret::waitsForVolumes);
    }

    private static Stream<Volume> volumes(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getVolumes().stream();
    }

    /** Whether the pod has a node, and the kubelet has not begun to pull the image of its first container. */
    private static boolean waitsForVolumes(Pod pod) {
        var status = pod.getStatus();
        if (status == null || pod.getSpec().getNodeName() == null) {
            return false;
        }
        var containers = Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                .toList();
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container -> container.getState() != null
                                && container.getState().getWaiting() != null
                                && BEFORE_START.contains(
                                        container.getState().getWaiting().getReason()));
    }
}
