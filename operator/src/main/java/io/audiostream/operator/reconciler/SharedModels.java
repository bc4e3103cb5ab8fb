package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.ModelSpec;
import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceSpec;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ModelSource;
import io.audiostream.operator.status.ModelStatusFactory;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The models that services name, for the controller of the services. Thread-safe. */
final class SharedModels {
    private final ModelUsers users = new ModelUsers();
    private final ModelChanges changes = new ModelChanges();
    private volatile @Nullable Cache<TranscriptionModel> models;

    /** The event source of the models' controller. */
    ModelUsers users() {
        return users;
    }

    /** The event source of the services' controller. */
    ModelChanges changes() {
        return changes;
    }

    /** @param cache informer cache of the models' controller */
    void use(Cache<TranscriptionModel> cache) {
        models = cache;
    }

    /** Returns why the service has to wait for its model; empty if it need not. */
    Optional<Problem> problem(KubernetesClient client, TranscriptionService resource, DesiredService service) {
        if (!(service.model() instanceof ModelSource.Shared shared)) {
            return Optional.empty();
        }
        var id = new ResourceID(shared.name(), service.namespace());
        var model = model(client, id);
        if (model.filter(found -> !isKnownUser(found, resource)).isPresent()) {
            users.reconciled(resource);
        }
        if (model.isEmpty()) {
            return notReady(
                    "The TranscriptionModel %s does not exist in this namespace: create it, or correct spec.model.ref."
                            .formatted(shared.name()));
        }
        if (model.get().isMarkedForDeletion()) {
            return ModelStatusFactory.isFetched(model.get())
                    ? Optional.empty()
                    : notReady("The TranscriptionModel %s is being deleted.".formatted(shared.name()));
        }
        return ModelStatusFactory.isFetched(model.get())
                ? Optional.empty()
                : notReady("The TranscriptionModel %s is not fetched yet: %s"
                        .formatted(shared.name(), ModelStatusFactory.message(model.get())));
    }

    /** Returns the checksum of the model that the service names; empty if it names none, or it is not fetched. */
    Optional<String> sha256(TranscriptionService resource) {
        var cache = models;
        return Optional.ofNullable(resource.getSpec())
                .map(TranscriptionServiceSpec::model)
                .map(ModelSpec::ref)
                .filter(_ -> cache != null)
                .flatMap(name -> Objects.requireNonNull(cache)
                        .get(new ResourceID(name, resource.getMetadata().getNamespace())))
                .map(TranscriptionModel::getStatus)
                .map(TranscriptionModelStatus::sha256);
    }

    private static Optional<Problem> notReady(String message) {
        return Optional.of(new Problem(Reason.MODEL_NOT_READY, message));
    }

    /** The cache is empty until the informer has listed the models. */
    private Optional<TranscriptionModel> model(KubernetesClient client, ResourceID id) {
        var cache = models;
        return Optional.ofNullable(cache)
                .flatMap(found -> found.get(id))
                .or(() -> Optional.ofNullable(client.resources(TranscriptionModel.class)
                        .inNamespace(id.getNamespace().orElse(""))
                        .withName(id.getName())
                        .get()));
    }

    private static boolean isKnownUser(TranscriptionModel model, TranscriptionService service) {
        return model.getStatus() != null
                && Objects.requireNonNullElse(model.getStatus().usedBy(), List.<String>of())
                        .contains(service.getMetadata().getName());
    }
}
