package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions;
import java.time.Duration;

/** One route, written so that {@link Routes} reads as a table. Immutable: each step gives a new rule. */
final class RouteRule {
    private final RouteMatch match;
    private final RouteAction action;

    private RouteRule(RouteMatch match, RouteAction action) {
        this.match = match;
        this.action = action;
    }

    /** gRPC calls of exactly this path. */
    static RouteRule grpc(String path) {
        return grpc(RouteMatch.newBuilder().setPath(path));
    }

    /** gRPC calls whose path begins so. */
    static RouteRule grpcBelow(String prefix) {
        return grpc(RouteMatch.newBuilder().setPrefix(prefix));
    }

    /** Requests of exactly this path. */
    static RouteRule http(String path) {
        return new RouteRule(RouteMatch.newBuilder().setPath(path).build(), RouteAction.getDefaultInstance());
    }

    /** Requests whose path begins so. */
    static RouteRule httpBelow(String prefix) {
        return new RouteRule(RouteMatch.newBuilder().setPrefix(prefix).build(), RouteAction.getDefaultInstance());
    }

    private static RouteRule grpc(RouteMatch.Builder match) {
        return new RouteRule(
                match.setGrpc(GrpcRouteMatchOptions.getDefaultInstance()).build(), RouteAction.getDefaultInstance());
    }

    /** Time from the end of the request to the end of the answer; zero: no limit. */
    RouteRule within(Duration limit) {
        return new RouteRule(
                match,
                action.toBuilder().setTimeout(ProtoValues.duration(limit)).build());
    }

    /** Time that may pass with nothing in either direction; zero: no limit. */
    RouteRule idleFor(Duration limit) {
        return new RouteRule(
                match,
                action.toBuilder().setIdleTimeout(ProtoValues.duration(limit)).build());
    }

    Route to(String cluster) {
        return Route.newBuilder()
                .setMatch(match)
                .setRoute(action.toBuilder().setCluster(cluster))
                .build();
    }

    Route answer(int status, String text) {
        return Route.newBuilder()
                .setMatch(match)
                .setDirectResponse(DirectResponseAction.newBuilder()
                        .setStatus(status)
                        .setBody(DataSource.newBuilder().setInlineString(text)))
                .build();
    }
}
