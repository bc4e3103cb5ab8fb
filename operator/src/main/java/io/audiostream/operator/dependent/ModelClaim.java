package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredModel;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;

/** The PersistentVolumeClaim of the model. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class ModelClaim extends ModelDependent<PersistentVolumeClaim> {

    @Override
    PersistentVolumeClaim render(DesiredModel model) {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(model, model.claimName()))
                .withNewSpec()
                .withAccessModes(model.accessModes())
                .withStorageClassName(model.storageClass().orElse(null))
                .withNewResources()
                .withRequests(Map.of("storage", model.size()))
                .endResources()
                .endSpec()
                .build();
    }
}
