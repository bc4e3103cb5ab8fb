package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The Service that clients connect to: one port, Envoy's, for gRPC and HTTP. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class EndpointService extends TranscriptionServiceDependent<Service> {

    @Override
    Service render(DesiredService service) {
        return new ServiceBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new ServiceSpecBuilder()
                        .withType("ClusterIP")
                        .withIpFamilyPolicy("PreferDualStack")
                        .withSelector(Labels.selectorOf(service))
                        .withPorts(port(service))
                        .build())
                .build();
    }

    static ServicePort port(DesiredService service) {
        var listener = service.inPod().ports().listener();
        return new ServicePortBuilder()
                .withName("grpc")
                // Tells gateways and meshes how to connect.
                .withAppProtocol(service.envoy().access().tls().isPresent() ? "https" : "kubernetes.io/h2c")
                .withProtocol("TCP")
                .withPort(listener)
                .withTargetPort(new IntOrString(listener))
                .build();
    }
}
