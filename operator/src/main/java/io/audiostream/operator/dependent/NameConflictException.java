package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object of another owner already has the name of an object of the resource. The operator leaves it unchanged. */
public final class NameConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameConflictException(HasMetadata existing, String resourceName) {
        super(("%s %s already exists and does not belong to this resource: delete it,"
                        + " or give the resource another name than %s")
                .formatted(existing.getKind(), existing.getMetadata().getName(), resourceName));
    }
}
