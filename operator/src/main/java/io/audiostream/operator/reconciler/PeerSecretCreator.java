package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.certificate.SelfSignedCertificate;
import io.audiostream.operator.dependent.PeerSecret;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the Secret of the pods of a service, before the Deployment that mounts it. Thread-safe. */
final class PeerSecretCreator {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param clock source of the beginning of the certificate's validity */
    PeerSecretCreator(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Creates the Secret unless it exists.
     *
     * @param deployment the existing Deployment; null if there is none
     * @throws KubernetesClientException when the API server rejects the Secret
     */
    void createIfMissing(
            KubernetesClient client,
            TranscriptionService resource,
            DesiredService service,
            @Nullable Deployment deployment,
            List<Pod> pods) {
        service.spillOver()
                .filter(spillOver -> PeerSecret.mayBeMissing(spillOver, deployment, pods))
                .ifPresent(spillOver -> {
                    var certificate = SelfSignedCertificate.create(spillOver.secretName(), clock, random);
                    try {
                        client.resource(PeerSecret.render(resource, service, spillOver, certificate))
                                .create();
                    } catch (KubernetesClientException e) {
                        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                            throw e;
                        }
                        // The Secret exists. Its name contains the uid of the resource, so it is this resource's.
                    }
                });
    }
}
