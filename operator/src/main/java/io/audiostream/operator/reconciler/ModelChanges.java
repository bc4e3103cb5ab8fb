package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.api.TranscriptionService;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Triggers a reconcile of the services that use a model when the model changes. Thread-safe. */
final class ModelChanges extends AbstractEventSource<TranscriptionModel, TranscriptionService> {

    ModelChanges() {
        super(TranscriptionModel.class, "model-changes");
    }

    /** @param status the new status of the model */
    void changed(TranscriptionModel model, TranscriptionModelStatus status) {
        if (isRunning()) {
            Objects.requireNonNullElse(status.usedBy(), List.<String>of())
                    .forEach(name -> getEventHandler()
                            .handleEvent(new Event(
                                    new ResourceID(name, model.getMetadata().getNamespace()))));
        }
    }

    /** Empty: the model is no object of the service. */
    @Override
    public Set<TranscriptionModel> getSecondaryResources(TranscriptionService service) {
        return Set.of();
    }
}
