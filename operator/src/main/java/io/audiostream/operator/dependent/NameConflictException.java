package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that the resource needs is there already and belongs to somebody else; it is left as it is. */
public final class NameConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameConflictException(HasMetadata there, String resourceName) {
        super(
                "%s %s is there already and was not made for this resource: delete it, or give the resource another name than %s"
                        .formatted(there.getKind(), there.getMetadata().getName(), resourceName));
    }
}
