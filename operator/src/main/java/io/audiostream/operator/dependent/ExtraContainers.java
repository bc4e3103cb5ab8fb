package io.audiostream.operator.dependent;

import io.audiostream.operator.model.Resources;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completes containers of a resource, so that they meet the restricted pod security standard. */
final class ExtraContainers {
    private ExtraContainers() {}

    static List<Container> of(List<Container> containers) {
        return containers.stream().map(ExtraContainers::complete).toList();
    }

    private static Container complete(Container container) {
        var complete = new ContainerBuilder(container).withSecurityContext(security(container.getSecurityContext()));
        if (container.getResources() != null) {
            var stored = Resources.of(container.getResources());
            complete.editResources()
                    .withRequests(stored.requests())
                    .withLimits(stored.limits())
                    .endResources();
        }
        if (container.getTerminationMessagePolicy() == null) {
            complete.withTerminationMessagePolicy(TranscriberContainer.TERMINATION_MESSAGE_POLICY);
        }
        return complete.build();
    }

    private static SecurityContext security(@Nullable SecurityContext given) {
        var security = given == null ? new SecurityContextBuilder() : new SecurityContextBuilder(given);
        return security.withAllowPrivilegeEscalation(false)
                .withCapabilities(withoutCapabilities(given == null ? null : given.getCapabilities()))
                .build();
    }

    private static Capabilities withoutCapabilities(@Nullable Capabilities given) {
        var capabilities = given == null ? new CapabilitiesBuilder() : new CapabilitiesBuilder(given);
        return capabilities.withDrop("ALL").build();
    }
}
