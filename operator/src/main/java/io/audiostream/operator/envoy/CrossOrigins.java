package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.Cors;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/**
 * Cross-origin requests. The filter is always there, and does nothing without a policy. The policy belongs to the
 * routes, so a change of it is live.
 */
final class CrossOrigins {
    static final String FILTER = "envoy.filters.http.cors";

    private static final String METHODS = "GET, POST";

    /**
     * Request headers of gRPC-Web clients, of the HTTP API and of OpenAI's package for JavaScript, and those that carry
     * credentials and trace context.
     */
    private static final String REQUEST_HEADERS = "authorization, content-type, grpc-timeout, openai-organization,"
            + " openai-project, traceparent, tracestate, x-api-key, x-grpc-web, x-request-id, x-stainless-arch,"
            + " x-stainless-helper-method, x-stainless-lang, x-stainless-os, x-stainless-package-version,"
            + " x-stainless-retry-count, x-stainless-runtime, x-stainless-runtime-version, x-stainless-timeout,"
            + " x-user-agent";

    private static final String RESPONSE_HEADERS = "grpc-message, grpc-status, grpc-status-details-bin,"
            + " processing-time, request-id, retry-after, session-id, x-request-id";

    private CrossOrigins() {}

    /** Comes before all other filters: a preflight request carries no credentials. */
    static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName(FILTER)
                .setTypedConfig(Any.pack(io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors.getDefaultInstance()))
                .build();
    }

    /** Renders no permission for credentials of the browser, such as cookies: the service uses none. */
    static CorsPolicy policy(Cors cors) {
        var policy = CorsPolicy.newBuilder()
                .setAllowMethods(METHODS)
                .setAllowHeaders(REQUEST_HEADERS)
                .setExposeHeaders(RESPONSE_HEADERS)
                .setForwardNotMatchingPreflights(ProtoValues.flag(false))
                .setMaxAge(String.valueOf(cors.maxAge().toSeconds()));
        cors.allowOrigins().forEach(origin -> policy.addAllowOriginStringMatch(matcher(origin)));
        return policy.build();
    }

    /** The filter answers only requests whose route has a cluster. It lets none of these pass to the cluster. */
    static Route preflightRoute() {
        return RouteRule.preflight().forwardTo(Clusters.HTTP);
    }

    private static StringMatcher matcher(String origin) {
        return origin.contains("*")
                ? StringMatcher.newBuilder()
                        .setSafeRegex(RegexMatcher.newBuilder()
                                .setRegex(origin.replace(".", "\\.").replace("*", "[a-z0-9-]+")))
                        .build()
                : StringMatcher.newBuilder().setExact(origin).build();
    }
}
