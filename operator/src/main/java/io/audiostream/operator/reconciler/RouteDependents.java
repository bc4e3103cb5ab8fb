package io.audiostream.operator.reconciler;

import java.util.Set;

/** Names of the dependents whose kinds the operator may not be able to watch. */
final class RouteDependents {
    static final String GRPC_INGRESS = "grpc-ingress";
    static final String HTTP_INGRESS = "http-ingress";
    static final String GRPC_ROUTE = "grpc-route";
    static final String HTTP_ROUTE = "http-route";

    static final Set<String> NAMES = Set.of(GRPC_INGRESS, HTTP_INGRESS, GRPC_ROUTE, HTTP_ROUTE);

    private RouteDependents() {}
}
