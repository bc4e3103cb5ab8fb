package io.audiostream.operator.model;

import java.util.Optional;

/**
 * Ways into the cluster for clients outside.
 *
 * @param ingress settings of the Ingresses; empty: the operator creates none
 * @param gateway settings of the routes of Gateway API; empty: the operator creates none
 */
public record Routes(Optional<IngressRoutes> ingress, Optional<GatewayRoutes> gateway) {
    /** No route: the default. */
    static final Routes NONE = new Routes(Optional.empty(), Optional.empty());
}
