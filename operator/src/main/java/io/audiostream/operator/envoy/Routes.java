package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.Authentication.OpenService;
import io.audiostream.operator.model.EndpointAccess;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Routes to the transcriber, with their timeouts. Envoy uses the first route that matches.
 *
 * <p>Each route to the transcriber sets both timeouts, because Envoy's defaults (15 s for the route, 5 min idle) would
 * end streams. No route limits {@code grpc-timeout}: Envoy forwards that header, and the transcriber applies it. The
 * transcriber gets the timeouts of the resource as headers, so that a change of them restarts no pod.
 */
record Routes(ProxyModel proxy) {

    static final String NAME = "audiostream";

    /** Headers in which the transcriber gets its timeouts, in milliseconds. */
    static final String REQUEST_TIMEOUT = "x-audiostream-request-timeout-ms";

    static final String STREAM_IDLE_TIMEOUT = "x-audiostream-stream-idle-timeout-ms";

    /** Header in which the transcriber gets the origins whose pages may open WebSockets, with commas between. */
    static final String ALLOWED_ORIGINS = "x-audiostream-allowed-origins";

    private static final String SERVICE = "/audiostream.AudioStreamService/";

    /**
     * Time beyond the request timeout of the transcriber. The transcriber ends a call first, with DEADLINE_EXCEEDED and
     * a message. Envoy's own timeout covers a transcriber that does not answer.
     */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration NO_LIMIT = Duration.ZERO;

    /** Timeout of health checks. */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private static final String UNKNOWN_METHOD =
            "unknown method; this port serves audiostream.AudioStreamService, see grpcurl … list";
    private static final String UNKNOWN_PATH =
            "unknown path; this port serves POST /v1/audio/transcriptions, POST /v1/transcribe, WebSockets at /v1/stream"
                    + " and /v1/realtime, /healthz, /readyz and gRPC\n";

    /** Headers that only Envoy may set. With the second group, a client could have Envoy repeat its request often. */
    private static final List<String> INTERNAL_HEADERS = List.of(
            PeerRoutes.ORIGIN_HEADER,
            "x-envoy-retry-on",
            "x-envoy-retry-grpc-on",
            "x-envoy-max-retries",
            "x-envoy-retriable-header-names",
            "x-envoy-retriable-status-codes");

    RouteConfiguration configuration() {
        var host = VirtualHost.newBuilder()
                .setName(NAME)
                .addDomains("*")
                .addRequestHeadersToAdd(
                        milliseconds(REQUEST_TIMEOUT, proxy.settings().requestTimeout()))
                .addRequestHeadersToAdd(
                        milliseconds(STREAM_IDLE_TIMEOUT, proxy.settings().streamIdleTimeout()));
        proxy.settings()
                .cors()
                .ifPresent(
                        cors -> host.putTypedPerFilterConfig(CrossOrigins.FILTER, Any.pack(CrossOrigins.policy(cors)))
                                .addRoutes(CrossOrigins.preflightRoute()));
        proxy.settings()
                .access()
                .rateLimit()
                .ifPresent(
                        limit -> host.putTypedPerFilterConfig(RateLimits.NAME, new RateLimits(limit).ofVirtualHost()));
        host.addAllRoutes(routes());
        return RouteConfiguration.newBuilder()
                .setName(NAME)
                .addAllRequestHeadersToRemove(INTERNAL_HEADERS)
                .addResponseHeadersToRemove(RetryPolicies.REFUSAL_HEADER)
                .addVirtualHosts(host)
                .build();
    }

    private static HeaderValueOption milliseconds(String header, Duration value) {
        return header(header, String.valueOf(value.toMillis()));
    }

    /** Replaces a header of the client, which must not choose the value. */
    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }

    private List<Route> routes() {
        return Stream.of(calls(), page(), List.of(RouteRule.httpPrefix("/").respond(404, UNKNOWN_PATH)))
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> calls() {
        return List.of(
                grpc(unary(RouteRule.grpc(SERVICE + "TranscribeAudio"))),
                grpc(streaming(RouteRule.grpcPrefix(SERVICE))),
                open(OpenService.HEALTH, streaming(RouteRule.grpcPrefix("/grpc.health.v1.")))
                        .forwardTo(Clusters.GRPC),
                open(OpenService.REFLECTION, streaming(RouteRule.grpcPrefix("/grpc.reflection.v1.")))
                        .forwardTo(Clusters.GRPC),
                open(OpenService.REFLECTION, streaming(RouteRule.grpcPrefix("/grpc.reflection.v1alpha.")))
                        .forwardTo(Clusters.GRPC),
                RouteRule.grpcPrefix("/").respond(404, UNKNOWN_METHOD),
                probe(RouteRule.http("/healthz")).forwardTo(Clusters.HTTP),
                probe(RouteRule.http("/readyz")).forwardTo(Clusters.HTTP),
                grpc(JsonTranscoding.rule(unary(RouteRule.post(JsonTranscoding.PATH)))),
                webSocket().forwardTo(Clusters.HTTP),
                // Of the own pod: the answer tells why that pod refuses a WebSocket.
                unary(RouteRule.http("/v1/stream")).forwardTo(Clusters.HTTP),
                unary(RouteRule.http("/v1/realtime")).forwardTo(Clusters.HTTP),
                open(OpenService.MODELS, unary(RouteRule.http("/v1/models"))).forwardTo(Clusters.HTTP),
                open(OpenService.MODELS, unary(RouteRule.httpPrefix("/v1/models/")))
                        .forwardTo(Clusters.HTTP),
                open(OpenService.MODELS, unary(RouteRule.http("/v1/openapi.json")))
                        .forwardTo(Clusters.HTTP),
                http(unary(RouteRule.httpPrefix("/v1/"))));
    }

    /** The page and its files need no credentials, because browsers send none for them. */
    private List<Route> page() {
        return proxy.settings().page()
                ? List.of(
                        unauthenticated(unlimited(unary(RouteRule.http("/")))).forwardTo(Clusters.HTTP),
                        unauthenticated(unlimited(unary(RouteRule.httpPrefix("/page/"))))
                                .forwardTo(Clusters.HTTP))
                : List.of();
    }

    /** Browsers apply no CORS to WebSockets: the transcriber compares the origin with the permitted ones. */
    private RouteRule webSocket() {
        var rule = streaming(RouteRule.webSocketPrefix("/v1/"));
        return proxy.settings()
                .cors()
                .map(cors -> rule.header(header(ALLOWED_ORIGINS, String.join(",", cors.allowOrigins()))))
                .orElse(rule);
    }

    private Route grpc(RouteRule rule) {
        return ownPodFirst(rule, Clusters.GRPC, SpillOverClusters.GRPC);
    }

    private Route http(RouteRule rule) {
        return ownPodFirst(rule, Clusters.HTTP, SpillOverClusters.HTTP);
    }

    private Route ownPodFirst(RouteRule rule, String ownPod, String ownPodOrPeers) {
        return proxy.peers().isPresent()
                ? rule.retry(RetryPolicies.ownPodThenPeers()).forwardTo(ownPodOrPeers)
                : rule.forwardTo(ownPod);
    }

    /** Envoy counts the route timeout from the end of the request, so the idle timeout covers a request that stalls. */
    private RouteRule unary(RouteRule rule) {
        var limit = proxy.settings().requestTimeout().plus(GRACE);
        var idle = proxy.settings().streamIdleTimeout();
        return rule.timeout(limit).idleTimeout(idle.compareTo(limit) > 0 ? idle : limit);
    }

    /** Probes send no credentials. */
    private RouteRule probe(RouteRule rule) {
        return unauthenticated(unlimited(rule.timeout(PROBE_TIMEOUT).idleTimeout(PROBE_TIMEOUT)));
    }

    /** Exempts what is not a call from the rate limits, and from authentication where the resource says so. */
    private RouteRule open(OpenService service, RouteRule rule) {
        var isOpen = access().authentication()
                .filter(authentication -> authentication.open().contains(service))
                .isPresent();
        return isOpen ? unauthenticated(unlimited(rule)) : unlimited(rule);
    }

    private RouteRule unauthenticated(RouteRule rule) {
        return access().authentication().isPresent()
                ? rule.filter(AuthorizationFilter.NAME, AuthorizationFilter.open())
                : rule;
    }

    private RouteRule unlimited(RouteRule rule) {
        return access().rateLimit().isPresent() ? rule.filter(RateLimits.NAME, RateLimits.none()) : rule;
    }

    private EndpointAccess access() {
        return proxy.settings().access();
    }

    private RouteRule streaming(RouteRule rule) {
        return rule.timeout(NO_LIMIT).idleTimeout(proxy.settings().streamIdleTimeout());
    }
}
