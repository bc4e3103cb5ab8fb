package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpecBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The HTTPRoute of the HTTP API and WebSockets. It exists only for resources that ask for routes of Gateway API. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class GatewayHttpRoute extends OptionalDependent<HTTPRoute> {

    /** Sets every field that the API server would otherwise default, so that a stored route equals its source. */
    @Override
    HTTPRoute render(DesiredService service) {
        return new HTTPRouteBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new HTTPRouteSpecBuilder()
                        .withParentRefs(GatewayParents.of(service))
                        .withHostnames(service.routes().gateway().orElseThrow().hostnames())
                        .withRules(new HTTPRouteRuleBuilder()
                                .addNewMatch()
                                .withNewPath()
                                .withType("PathPrefix")
                                .withValue("/v1")
                                .endPath()
                                .endMatch()
                                .withNewTimeouts()
                                .withRequest(RouteTimeouts.requestSeconds(service) + "s")
                                .endTimeouts()
                                .withBackendRefs(new HTTPBackendRefBuilder()
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
}
