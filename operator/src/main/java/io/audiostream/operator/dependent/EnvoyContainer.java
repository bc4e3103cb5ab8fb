package io.audiostream.operator.dependent;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.EndpointAccess;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.SecretMount;
import io.audiostream.operator.model.Tls;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;

/**
 * Envoy as a native sidecar: an init container with restart policy Always. It starts before the transcriber and stops
 * after it, so that the last results of a stream still reach the client while the pod drains.
 */
final class EnvoyContainer {
    private EnvoyContainer() {}

    static Container of(DesiredService service, ProcessArguments arguments, Placement placement) {
        var listener = placement.ports().listener();
        return new ContainerBuilder()
                .withName(ReservedNames.ENVOY)
                .withImage(service.images().envoy())
                .withTerminationMessagePolicy(TranscriberContainer.TERMINATION_MESSAGE_POLICY)
                .withCommand("/usr/local/bin/envoy")
                .withArgs(arguments.envoy())
                .withRestartPolicy("Always")
                .withPorts(ports(service, listener))
                // The administration interface is a Unix domain socket, which probes of the kubelet cannot reach.
                .withStartupProbe(Probes.tcp(listener, 1, 60))
                .withLivenessProbe(Probes.tcp(listener, 10, 3))
                .withReadinessProbe(readiness(service.envoy().access(), listener))
                .withResources(TranscriberContainer.resources(service.envoy().resources()))
                .withSecurityContext(ContainerSecurity.restricted(
                        service.pods().template().envoy().security().orElseGet(SecurityContext::new)))
                .withEnv(service.pods().template().envoy().environment())
                .withVolumeMounts(PodVolumes.envoyConfig(), PodVolumes.sockets())
                .addAllToVolumeMounts(PodVolumes.secrets(service, SecretMount.TLS, SecretMount.CLIENT_CA))
                .addAllToVolumeMounts(service.spillOver().map(_ -> PodVolumes.peerCertificate()).stream()
                        .toList())
                .addAllToVolumeMounts(service.pods().template().envoy().volumeMounts())
                .build();
    }

    private static List<ContainerPort> ports(DesiredService service, int listener) {
        var clients = TranscriberContainer.port("grpc", listener);
        return service.spillOver().isPresent()
                ? List.of(clients, TranscriberContainer.port("peers", PeerSettings.POD_PORT))
                : List.of(clients);
    }

    /**
     * Probes the transcriber through Envoy, on the path of a client. The kubelet has no certificate, so it cannot do
     * that where clients need one. The transcriber container has the same probe on its own port.
     */
    private static Probe readiness(EndpointAccess access, int listener) {
        if (access.tls().isEmpty()) {
            return Probes.http("/readyz", listener, 2, 2);
        }
        return access.tls().filter(Tls::requiresClientCertificate).isPresent()
                ? Probes.tcp(listener, 2, 2)
                : Probes.https("/readyz", listener, 2, 2);
    }
}
