package io.audiostream.operator.model;

import java.util.List;
import java.util.Optional;

/**
 * Settings of the routes of Gateway API of a service: a GRPCRoute and an HTTPRoute.
 *
 * @param parents the Gateways that the routes attach to, at least one
 * @param hostnames host names of the HTTPRoute, at least one
 * @param grpcHostnames host names of the GRPCRoute, at least one
 */
public record GatewayRoutes(List<Parent> parents, List<String> hostnames, List<String> grpcHostnames) {

    /** Copies the lists. */
    public GatewayRoutes {
        parents = List.copyOf(parents);
        hostnames = List.copyOf(hostnames);
        grpcHostnames = List.copyOf(grpcHostnames);
        Checks.check(!parents.isEmpty(), "a route needs at least one Gateway");
        Checks.check(!hostnames.isEmpty() && !grpcHostnames.isEmpty(), "a route needs at least one host name");
    }

    /**
     * A Gateway.
     *
     * @param namespace namespace of the Gateway; empty: that of the service
     * @param sectionName name of one of its listeners; empty: all that allow the routes
     */
    public record Parent(String name, Optional<String> namespace, Optional<String> sectionName) {}
}
