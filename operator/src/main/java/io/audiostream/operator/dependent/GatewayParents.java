package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.GatewayRoutes;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import java.util.List;

/** The Gateways of a route, with every field that the API server would otherwise default. */
final class GatewayParents {
    private GatewayParents() {}

    static List<ParentReference> of(DesiredService service) {
        return service.routes().gateway().orElseThrow().parents().stream()
                .map(GatewayParents::reference)
                .toList();
    }

    private static ParentReference reference(GatewayRoutes.Parent parent) {
        return new ParentReferenceBuilder()
                .withGroup("gateway.networking.k8s.io")
                .withKind("Gateway")
                .withName(parent.name())
                .withNamespace(parent.namespace().orElse(null))
                .withSectionName(parent.sectionName().orElse(null))
                .build();
    }
}
