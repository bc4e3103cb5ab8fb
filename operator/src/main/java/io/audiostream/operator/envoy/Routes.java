package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.time.Duration;
import java.util.List;

/**
 * Which call goes where, and how long it may take. The first route that matches is taken.
 *
 * <p>Each route that leads to the transcriber sets both its timeouts, for Envoy's own (15 s, 5 min) end streams. No
 * route has a limit for {@code grpc-timeout}: Envoy then leaves that header alone, and the transcriber obeys it.
 */
record Routes(ProxyModel proxy) {

    static final String NAME = "audiostream";

    private static final String SERVICE = "/audiostream.AudioStreamService/";

    /**
     * What the transcriber gets over its own limit. It gives up first and answers DEADLINE_EXCEEDED with a sentence;
     * this is for one that does not answer at all.
     */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration NO_LIMIT = Duration.ZERO;

    /** For probes: an answer that takes longer is none. */
    private static final Duration PROBE = Duration.ofSeconds(5);

    private static final String UNKNOWN_METHOD =
            "there is no such method here; this port serves audiostream.AudioStreamService, see grpcurl … list";
    private static final String UNKNOWN_PATH =
            "nothing is here; this port serves POST /v1/audio/transcriptions, /healthz, /readyz and gRPC\n";

    RouteConfiguration configuration() {
        return RouteConfiguration.newBuilder()
                .setName(NAME)
                .addVirtualHosts(
                        VirtualHost.newBuilder().setName(NAME).addDomains("*").addAllRoutes(routes()))
                .build();
    }

    private List<Route> routes() {
        return List.of(
                unary(RouteRule.grpc(SERVICE + "TranscribeAudio")).to(Clusters.GRPC),
                streaming(RouteRule.grpcBelow(SERVICE)).to(Clusters.GRPC),
                streaming(RouteRule.grpcBelow("/grpc.health.v1.")).to(Clusters.GRPC),
                streaming(RouteRule.grpcBelow("/grpc.reflection.v1.")).to(Clusters.GRPC),
                streaming(RouteRule.grpcBelow("/grpc.reflection.v1alpha.")).to(Clusters.GRPC),
                RouteRule.grpcBelow("/").answer(404, UNKNOWN_METHOD),
                probe(RouteRule.http("/healthz")).to(Clusters.HTTP),
                probe(RouteRule.http("/readyz")).to(Clusters.HTTP),
                unary(RouteRule.httpBelow("/v1/")).to(Clusters.HTTP),
                RouteRule.httpBelow("/").answer(404, UNKNOWN_PATH));
    }

    /** The limit counts from the end of the request, so a request that stalls needs one of its own. */
    private RouteRule unary(RouteRule rule) {
        var limit = proxy.requestTimeout().plus(GRACE);
        var idle = proxy.streamIdleTimeout();
        return rule.within(limit).idleFor(idle.compareTo(limit) > 0 ? idle : limit);
    }

    private static RouteRule probe(RouteRule rule) {
        return rule.within(PROBE).idleFor(PROBE);
    }

    private RouteRule streaming(RouteRule rule) {
        return rule.within(NO_LIMIT).idleFor(proxy.streamIdleTimeout());
    }
}
