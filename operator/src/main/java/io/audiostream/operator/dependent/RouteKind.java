package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;

/**
 * The kinds of {@code spec.routes}. A cluster may lack the API of a kind, and the operator may lack the rights for it.
 */
public enum RouteKind {
    INGRESS(Ingress.class, "ingress"),
    GRPC_ROUTE(GRPCRoute.class, "gateway"),
    HTTP_ROUTE(HTTPRoute.class, "gateway");

    private final Class<? extends HasMetadata> type;
    private final String field;

    RouteKind(Class<? extends HasMetadata> type, String field) {
        this.type = type;
        this.field = field;
    }

    public Class<? extends HasMetadata> type() {
        return type;
    }

    /** Returns the field of {@code spec.routes} that asks for the kind, which is also the value of the chart. */
    public String field() {
        return field;
    }

    /** Returns whether the service needs objects of the kind. */
    public boolean isRequested(DesiredService service) {
        var routes = service.routes();
        return this == INGRESS ? routes.ingress().isPresent() : routes.gateway().isPresent();
    }
}
