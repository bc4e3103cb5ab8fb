package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteMatchBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteSpecBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The GRPCRoute of gRPC and gRPC-Web. It exists only for resources that ask for routes of Gateway API. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class GatewayGrpcRoute extends OptionalDependent<GRPCRoute> {

    /** Sets every field that the API server would otherwise default, so that a stored route equals its source. */
    @Override
    GRPCRoute render(DesiredService service) {
        return new GRPCRouteBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new GRPCRouteSpecBuilder()
                        .withParentRefs(GatewayParents.of(service))
                        .withHostnames(service.routes().gateway().orElseThrow().grpcHostnames())
                        .withRules(new GRPCRouteRuleBuilder()
                                .withMatches(GrpcServices.NAMES.stream()
                                        .map(GatewayGrpcRoute::match)
                                        .toList())
                                .withBackendRefs(new GRPCBackendRefBuilder()
                                        .withGroup("")
                                        .withKind("Service")
                                        .withName(service.name())
                                        .withPort(service.inPod().ports().listener())
                                        .withWeight(1)
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static GRPCRouteMatch match(String name) {
        return new GRPCRouteMatchBuilder()
                .withNewMethod()
                .withType("Exact")
                .withService(name)
                .endMethod()
                .build();
    }
}
