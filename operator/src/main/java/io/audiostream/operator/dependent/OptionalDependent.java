package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/**
 * An object that only some resources have.
 *
 * @param <R> kind of the object
 */
abstract class OptionalDependent<R extends HasMetadata> extends TranscriptionServiceDependent<R> {
    private final String suffix;

    /** Makes the dependent of an object with the name of the resource. */
    OptionalDependent() {
        this("");
    }

    /** @param suffix what the name of the object has after that of the resource */
    OptionalDependent(String suffix) {
        this.suffix = suffix;
    }

    /** JOSDK also calls this to delete the object, when there is nothing to render. */
    @Override
    protected ResourceID targetSecondaryResourceID(
            TranscriptionService resource, Context<TranscriptionService> context) {
        return new ResourceID(
                resource.getMetadata().getName() + suffix,
                resource.getMetadata().getNamespace());
    }
}
