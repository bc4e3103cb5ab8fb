package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** An object of another owner already has the name of an object of the resource. The operator leaves it unchanged. */
public final class NameConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameConflictException(HasMetadata existing, String resourceKind, String resourceName) {
        super(message(existing, resourceKind, resourceName));
    }

    /** Advises to delete the object only where nothing else controls it, and never as the first remedy. */
    private static String message(HasMetadata existing, String resourceKind, String resourceName) {
        var object = existing.getKind() + " " + existing.getMetadata().getName();
        var owner = controller(existing);
        if (owner.isEmpty()) {
            return ("%s already exists and does not belong to this resource: give the resource another name than %s, or"
                            + " delete the %s if nothing uses it")
                    .formatted(object, resourceName, existing.getKind());
        }
        if (owner.get().getKind().equals(resourceKind) && owner.get().getName().equals(resourceName)) {
            return ("%s belongs to an earlier %s %s, which was deleted: wait until the garbage collector of Kubernetes"
                            + " has deleted it. The operator retries by itself")
                    .formatted(object, resourceKind, resourceName);
        }
        return "%s already exists and belongs to %s %s: give the resource another name than %s"
                .formatted(object, owner.get().getKind(), owner.get().getName(), resourceName);
    }

    private static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }
}
