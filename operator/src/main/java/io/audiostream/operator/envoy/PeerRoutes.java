package io.audiostream.operator.envoy;

import io.audiostream.operator.model.PeerSettings;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.time.Duration;
import java.util.List;

/**
 * Routes of streams between pods: from the pod that refuses a stream, and in the pod that takes it. They have no
 * timeouts, because the routes of the client's listener have them.
 */
record PeerRoutes(PeerSettings settings) {

    static final String SPILL_OVER = "spill-over";
    static final String PEERS = "peers";

    /** Names the pod that refused the stream, in the requests to its peers. */
    static final String ORIGIN_HEADER = "x-audiostream-spilled-from";

    static final String READINESS_PATH = "/readyz";

    private static final Duration NO_LIMIT = Duration.ZERO;

    /** Returns the routes of the internal listener: to one peer after the other. */
    RouteConfiguration toPeers() {
        return configuration(
                        SPILL_OVER,
                        List.of(noLimits(RouteRule.httpPrefix("/"))
                                .retry(RetryPolicies.amongPeers(settings.maxPods()))
                                .forwardTo(SpillOverClusters.PEERS)))
                .addRequestHeadersToAdd(
                        header(ORIGIN_HEADER, "%ENVIRONMENT(HOSTNAME)%", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                // The reason of the last peer is no reason of the own pod.
                .addResponseHeadersToAdd(header(
                        RetryPolicies.REFUSAL_HEADER, RetryPolicies.NO_PEER, HeaderAppendAction.OVERWRITE_IF_EXISTS))
                .build();
    }

    /** Returns the routes of the listener for peers: to the own transcriber only, and without a retry. */
    RouteConfiguration fromPeers() {
        return configuration(
                        PEERS,
                        List.of(
                                noLimits(RouteRule.grpcPrefix("/")).forwardTo(Clusters.GRPC),
                                noLimits(RouteRule.http(READINESS_PATH)).forwardTo(Clusters.HTTP),
                                noLimits(RouteRule.httpPrefix("/v1/")).forwardTo(Clusters.HTTP)))
                .build();
    }

    private static RouteRule noLimits(RouteRule rule) {
        return rule.timeout(NO_LIMIT).idleTimeout(NO_LIMIT);
    }

    private static RouteConfiguration.Builder configuration(String name, List<Route> routes) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(
                        VirtualHost.newBuilder().setName(name).addDomains("*").addAllRoutes(routes));
    }

    static HeaderValueOption header(String name, String value, HeaderAppendAction action) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(action)
                .build();
    }
}
