package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.UpgradeConfig;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.time.Duration;

/** Builds one route in one line, so that {@link Routes} reads as a table. Immutable: each step returns a new rule. */
final class RouteRule {
    private static final String WEB_SOCKET = "websocket";

    private final Route route;
    private final RouteAction action;

    private RouteRule(RouteMatch match, RouteAction action) {
        this(Route.newBuilder().setMatch(match).build(), action);
    }

    private RouteRule(Route route, RouteAction action) {
        this.route = route;
        this.action = action;
    }

    /** Matches calls of gRPC and gRPC-Web with exactly this path. */
    static RouteRule grpc(String path) {
        return grpc(RouteMatch.newBuilder().setPath(path));
    }

    /** Matches calls of gRPC and gRPC-Web whose path has this prefix. */
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

    /** Matches POST requests with exactly this path. */
    static RouteRule post(String path) {
        var method = header(":method", StringMatcher.newBuilder().setExact("POST"));
        return new RouteRule(
                RouteMatch.newBuilder().setPath(path).addHeaders(method).build(), RouteAction.getDefaultInstance());
    }

    /** Matches requests by which a browser asks whether a web page may call. */
    static RouteRule preflight() {
        var method = header(":method", StringMatcher.newBuilder().setExact("OPTIONS"));
        var origin = HeaderMatcher.newBuilder().setName("origin").setPresentMatch(true);
        var requested = HeaderMatcher.newBuilder()
                .setName("access-control-request-method")
                .setPresentMatch(true);
        var match = RouteMatch.newBuilder()
                .setPrefix("/")
                .addHeaders(method)
                .addHeaders(origin)
                .addHeaders(requested);
        return new RouteRule(match.build(), RouteAction.getDefaultInstance());
    }

    /** Matches requests for a WebSocket whose path has this prefix, and lets Envoy forward the upgrade. */
    static RouteRule webSocketPrefix(String prefix) {
        var header = header(
                "upgrade", StringMatcher.newBuilder().setExact(WEB_SOCKET).setIgnoreCase(true));
        return new RouteRule(
                RouteMatch.newBuilder().setPrefix(prefix).addHeaders(header).build(),
                RouteAction.newBuilder()
                        .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType(WEB_SOCKET))
                        .build());
    }

    /** Envoy's own match of gRPC leaves gRPC-Web out. */
    private static RouteRule grpc(RouteMatch.Builder match) {
        var header = header("content-type", StringMatcher.newBuilder().setPrefix("application/grpc"));
        return new RouteRule(match.addHeaders(header).build(), RouteAction.getDefaultInstance());
    }

    private static HeaderMatcher header(String name, StringMatcher.Builder value) {
        return HeaderMatcher.newBuilder().setName(name).setStringMatch(value).build();
    }

    /** Limits the time from the end of the request to the end of the response; zero: no limit. */
    RouteRule timeout(Duration limit) {
        return new RouteRule(
                route,
                action.toBuilder().setTimeout(ProtoValues.duration(limit)).build());
    }

    /** Limits the time without data in either direction; zero: no limit. */
    RouteRule idleTimeout(Duration limit) {
        return new RouteRule(
                route,
                action.toBuilder().setIdleTimeout(ProtoValues.duration(limit)).build());
    }

    /** Configures a filter of the listener for this route. */
    RouteRule filter(String name, Message config) {
        return new RouteRule(
                route.toBuilder()
                        .putTypedPerFilterConfig(name, Any.pack(config))
                        .build(),
                action);
    }

    /** Sets a header of the request, also where the client sends it. */
    RouteRule header(HeaderValueOption header) {
        return new RouteRule(route.toBuilder().addRequestHeadersToAdd(header).build(), action);
    }

    /** Retries a request whose response has not begun. */
    RouteRule retry(RetryPolicy policy) {
        return new RouteRule(route, action.toBuilder().setRetryPolicy(policy).build());
    }

    Route forwardTo(String cluster) {
        return route.toBuilder()
                .setRoute(action.toBuilder().setCluster(cluster))
                .build();
    }

    Route respond(int status, String text) {
        return route.toBuilder()
                .setDirectResponse(DirectResponseAction.newBuilder()
                        .setStatus(status)
                        .setBody(DataSource.newBuilder().setInlineString(text)))
                .build();
    }
}
