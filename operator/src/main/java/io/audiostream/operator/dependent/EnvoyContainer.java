package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProcessArguments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/**
 * Envoy as a native sidecar: an init container that goes on running. It is up before the transcriber starts and
 * outlives it, so that the last words of a stream still reach the client while a pod drains.
 */
final class EnvoyContainer {
    private EnvoyContainer() {}

    static Container of(DesiredService service, ProcessArguments commands, Placement placement) {
        var listener = placement.ports().listener();
        return new ContainerBuilder()
                .withName("envoy")
                .withImage(service.images().envoy())
                .withTerminationMessagePolicy(TranscriberContainer.TERMINATION_MESSAGE_POLICY)
                .withCommand("/usr/local/bin/envoy")
                .withArgs(commands.envoy())
                .withRestartPolicy("Always")
                .withPorts(TranscriberContainer.port("grpc", listener))
                // The administration port listens on the pod's own loopback, where no probe can reach it.
                .withStartupProbe(Probes.tcp(listener, 1, 60))
                .withLivenessProbe(Probes.tcp(listener, 10, 3))
                // Through Envoy to the transcriber, the way of a client.
                .withReadinessProbe(Probes.http("/readyz", listener, 2, 2))
                .withResources(new ResourceRequirementsBuilder()
                        .addToRequests("cpu", new Quantity("100m"))
                        .addToRequests("memory", new Quantity("64Mi"))
                        .build())
                .withSecurityContext(ContainerSecurity.restricted())
                .withVolumeMounts(PodVolumes.envoy())
                .build();
    }
}
