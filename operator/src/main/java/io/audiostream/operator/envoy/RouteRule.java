package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions;
import java.time.Duration;

/** Builds one route in one line, so that {@link Routes} reads as a table. Immutable: each step returns a new rule. */
final class RouteRule {
    private final RouteMatch match;
    private final RouteAction action;

    private RouteRule(RouteMatch match, RouteAction action) {
        this.match = match;
        this.action = action;
    }

    /** Matches gRPC calls with exactly this path. */
    static RouteRule grpc(String path) {
        return grpc(RouteMatch.newBuilder().setPath(path));
    }

    /** Matches gRPC calls whose path has this prefix. */
    static RouteRule grpcPrefix(String prefix) {
        return grpc(RouteMatch.newBuilder().setPrefix(prefix));
    }

    /** Matches requests with exactly this path. */
    static RouteRule http(String path) {
        return new RouteRule(RouteMatch.newBuilder().setPath(path).build(), RouteAction.getDefaultInstance());
    }

    /** Matches requests whose path has this prefix. */
    static RouteRule httpPrefix(String prefix) {
        return new RouteRule(RouteMatch.newBuilder().setPrefix(prefix).build(), RouteAction.getDefaultInstance());
    }

    private static RouteRule grpc(RouteMatch.Builder match) {
        return new RouteRule(
                match.setGrpc(GrpcRouteMatchOptions.getDefaultInstance()).build(), RouteAction.getDefaultInstance());
    }

    /** Limits the time from the end of the request to the end of the response; zero: no limit. */
    RouteRule timeout(Duration limit) {
        return new RouteRule(
                match,
                action.toBuilder().setTimeout(ProtoValues.duration(limit)).build());
    }

    /** Limits the time without data in either direction; zero: no limit. */
    RouteRule idleTimeout(Duration limit) {
        return new RouteRule(
                match,
                action.toBuilder().setIdleTimeout(ProtoValues.duration(limit)).build());
    }

    Route forwardTo(String cluster) {
        return Route.newBuilder()
                .setMatch(match)
                .setRoute(action.toBuilder().setCluster(cluster))
                .build();
    }

    Route respond(int status, String text) {
        return Route.newBuilder()
                .setMatch(match)
                .setDirectResponse(DirectResponseAction.newBuilder()
                        .setStatus(status)
                        .setBody(DataSource.newBuilder().setInlineString(text)))
                .build();
    }
}
