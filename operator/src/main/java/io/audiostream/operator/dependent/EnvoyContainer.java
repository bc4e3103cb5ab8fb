package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProcessArguments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;

/**
 * Envoy as a native sidecar: an init container with restart policy Always. It starts before the transcriber and stops
 * after it, so that the last results of a stream still reach the client while the pod drains.
 */
final class EnvoyContainer {
    private EnvoyContainer() {}

    static Container of(DesiredService service, ProcessArguments arguments, Placement placement) {
        var listener = placement.ports().listener();
        return new ContainerBuilder()
                .withName("envoy")
                .withImage(service.images().envoy())
                .withTerminationMessagePolicy(TranscriberContainer.TERMINATION_MESSAGE_POLICY)
                .withCommand("/usr/local/bin/envoy")
                .withArgs(arguments.envoy())
                .withRestartPolicy("Always")
                .withPorts(TranscriberContainer.port("grpc", listener))
                // The administration interface is a Unix domain socket, which probes of the kubelet cannot reach.
                .withStartupProbe(Probes.tcp(listener, 1, 60))
                .withLivenessProbe(Probes.tcp(listener, 10, 3))
                // Probes the transcriber through Envoy, on the path of a client.
                .withReadinessProbe(Probes.http("/readyz", listener, 2, 2))
                .withResources(TranscriberContainer.resources(service.envoy().resources()))
                .withSecurityContext(ContainerSecurity.restricted())
                .withVolumeMounts(PodVolumes.envoyConfig(), PodVolumes.sockets())
                .build();
    }
}
