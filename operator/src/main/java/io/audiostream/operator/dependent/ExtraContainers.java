package io.audiostream.operator.dependent;

import io.audiostream.operator.model.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Objects;

/** Completes containers of a resource, so that they meet the restricted pod security standard. */
final class ExtraContainers {
    private ExtraContainers() {}

    static List<Container> of(List<Container> containers) {
        return containers.stream().map(ExtraContainers::complete).toList();
    }

    private static Container complete(Container container) {
        var complete = new ContainerBuilder(container)
                .withSecurityContext(ContainerSecurity.unprivileged(
                        Objects.requireNonNullElseGet(container.getSecurityContext(), SecurityContext::new)));
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
}
