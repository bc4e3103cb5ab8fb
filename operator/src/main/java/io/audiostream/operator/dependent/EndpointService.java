package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
        var template = service.endpoint();
        return new ServiceBuilder()
                .withMetadata(new ObjectMetaBuilder(metadata(service, service.name()))
                        .withLabels(Labels.of(service, template.metadata()))
                        .withAnnotations(template.metadata().annotations())
                        .build())
                .withSpec(new ServiceSpecBuilder()
                        .withType(template.type())
                        .withLoadBalancerClass(template.loadBalancerClass().orElse(null))
                        .withLoadBalancerSourceRanges(template.loadBalancerSourceRanges())
                        .withExternalTrafficPolicy(
                                template.externalTrafficPolicy().orElse(null))
                        .withInternalTrafficPolicy(
                                template.internalTrafficPolicy().orElse(null))
                        .withIpFamilyPolicy(template.ipFamilyPolicy())
                        .withIpFamilies(template.ipFamilies())
                        .withSessionAffinity(template.sessionAffinity().orElse(null))
                        .withSelector(Labels.selectorOf(service))
                        .withPorts(new ServicePortBuilder(port(service))
                                .withNodePort(template.nodePort().orElse(null))
                                .build())
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
