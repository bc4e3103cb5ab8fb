package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionService;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which services use which model. It reads the informer cache of the services' controller, because a second one would
 * hold every service of the cluster twice. Triggers a reconcile of a model when a service begins to use it.
 * Thread-safe.
 */
final class ModelUsers extends AbstractEventSource<TranscriptionService, TranscriptionModel> {
    private volatile @Nullable Cache<TranscriptionService> services;

    ModelUsers() {
        super(TranscriptionService.class, "model-users");
    }

    /** @param cache informer cache of the services' controller */
    void use(Cache<TranscriptionService> cache) {
        services = cache;
    }

    /** Returns the model that a service names. */
    static Optional<ResourceID> modelOf(TranscriptionService service) {
        return Optional.ofNullable(service.getSpec())
                .flatMap(spec -> Optional.ofNullable(spec.model()))
                .flatMap(model -> Optional.ofNullable(model.ref()))
                .map(name -> new ResourceID(name, service.getMetadata().getNamespace()));
    }

    /** Returns the names of the services that use the model, sorted; empty: the operator does not know them yet. */
    Optional<List<String>> of(TranscriptionModel model) {
        var id = ResourceID.fromResource(model);
        var cache = services;
        return cache == null
                ? Optional.empty()
                : Optional.of(cache.list(
                                service -> modelOf(service).filter(id::equals).isPresent())
                        .map(service ->
                                Objects.requireNonNull(service.getMetadata().getName()))
                        .sorted()
                        .toList());
    }

    /** Tells the model of a service that the service uses it. */
    void reconciled(TranscriptionService service) {
        if (isRunning()) {
            modelOf(service).ifPresent(id -> getEventHandler().handleEvent(new Event(id)));
        }
    }

    /** Empty: the services are no objects of the model. */
    @Override
    public Set<TranscriptionService> getSecondaryResources(TranscriptionModel model) {
        return Set.of();
    }
}
