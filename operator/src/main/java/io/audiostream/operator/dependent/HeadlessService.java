package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.PeerSettings;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.List;
import java.util.stream.Stream;

/**
 * The headless Service: its DNS name has the address of every ready pod. Envoy finds the peers of its pod there, and
 * clients that balance their calls themselves find all pods.
 */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class HeadlessService extends TranscriptionServiceDependent<Service> {

    @Override
    Service render(DesiredService service) {
        return new ServiceBuilder()
                .withMetadata(metadata(service, service.headlessName()))
                .withSpec(new ServiceSpecBuilder()
                        .withType("ClusterIP")
                        .withClusterIP("None")
                        .withSelector(Labels.selectorOf(service))
                        .withPorts(ports(service))
                        .build())
                .build();
    }

    private static List<ServicePort> ports(DesiredService service) {
        return Stream.concat(Stream.of(EndpointService.port(service)), service.spillOver().map(_ -> peers()).stream())
                .toList();
    }

    private static ServicePort peers() {
        return new ServicePortBuilder()
                .withName("peers")
                .withProtocol("TCP")
                .withPort(PeerSettings.POD_PORT)
                .withTargetPort(new IntOrString(PeerSettings.POD_PORT))
                .build();
    }
}
