package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** Security context of containers: the restricted pod security standard, and a read-only root file system. */
final class ContainerSecurity {
    private ContainerSecurity() {}

    static SecurityContext restricted() {
        return restricted(new SecurityContext());
    }

    /** Adds to the security context of a resource, whose root file system can be writable. */
    static SecurityContext restricted(SecurityContext given) {
        return new SecurityContextBuilder(unprivileged(given))
                .withReadOnlyRootFilesystem(!Boolean.FALSE.equals(given.getReadOnlyRootFilesystem()))
                .build();
    }

    /** Adds to the security context of a resource what the restricted pod security standard requires. */
    static SecurityContext unprivileged(SecurityContext given) {
        var capabilities = given.getCapabilities() == null ? new Capabilities() : given.getCapabilities();
        return new SecurityContextBuilder(given)
                .withAllowPrivilegeEscalation(false)
                .withCapabilities(
                        new CapabilitiesBuilder(capabilities).withDrop("ALL").build())
                .build();
    }
}
