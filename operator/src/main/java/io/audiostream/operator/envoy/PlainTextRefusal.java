package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import java.time.Duration;

/**
 * Answers clients that send plain text to a port that serves TLS, so that they learn why they are refused. Forwards
 * nothing to the transcriber.
 */
final class PlainTextRefusal {
    private static final String MESSAGE =
            "this port serves TLS only: use https://, or a gRPC channel with TLS credentials\n";

    private static final int FORBIDDEN = 403;

    /** Bounds the connections of clients that send nothing. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

    private PlainTextRefusal() {}

    static FilterChain filterChain() {
        return Listeners.chain(connections())
                .setName("plain-text")
                .setFilterChainMatch(FilterChainMatch.newBuilder().setTransportProtocol("raw_buffer"))
                .build();
    }

    private static HttpConnectionManager connections() {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix("plain_text")
                .setCodecType(CodecType.AUTO)
                .setCommonHttpProtocolOptions(
                        HttpProtocolOptions.newBuilder().setIdleTimeout(ProtoValues.duration(IDLE_TIMEOUT)))
                .setRequestHeadersTimeout(ProtoValues.duration(IDLE_TIMEOUT))
                .setRouteConfig(RouteConfiguration.newBuilder()
                        .setName("plain-text")
                        .addVirtualHosts(VirtualHost.newBuilder()
                                .setName("plain-text")
                                .addDomains("*")
                                .addRoutes(RouteRule.httpPrefix("/").respond(FORBIDDEN, MESSAGE))))
                .addHttpFilters(HttpConnections.router())
                .build();
    }
}
