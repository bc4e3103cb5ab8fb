package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/**
 * Identity of the pods. It has no rights and its token is not mounted: the transcriber does not use the Kubernetes API.
 */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class TranscriberServiceAccount extends TranscriptionServiceDependent<ServiceAccount> {

    @Override
    ServiceAccount render(DesiredService service) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(service, service.name()))
                .withAutomountServiceAccountToken(false)
                .build();
    }
}
