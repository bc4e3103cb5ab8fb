package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.HttpService;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import java.time.Duration;
import java.util.List;

/**
 * Asks the transcriber once per call whether the call is authenticated, and by whom. Without an answer the call is
 * refused. The transcriber reads the API keys, so that Envoy's configuration contains none.
 */
final class AuthorizationFilter {
    static final String NAME = "envoy.filters.http.ext_authz";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The subprotocols of a WebSocket. One can be the API key of a browser, which the transcriber removes. */
    private static final String SUBPROTOCOLS = "sec-websocket-protocol";

    /** All that the transcriber learns of a request, besides its method and path. */
    private static final List<String> REQUEST_HEADERS =
            List.of("authorization", "x-api-key", SUBPROTOCOLS, CallerHeaders.JWT_SUBJECT, CallerHeaders.JWT_FAILURE);

    private AuthorizationFilter() {}

    static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName(NAME)
                .setTypedConfig(Any.pack(ExtAuthz.newBuilder()
                        .setHttpService(HttpService.newBuilder()
                                .setServerUri(HttpUri.newBuilder()
                                        .setUri("http://" + ProtoValues.LOOPBACK)
                                        .setCluster(Clusters.AUTHORIZATION)
                                        .setTimeout(ProtoValues.duration(TIMEOUT)))
                                .setPathPrefix("/authorize")
                                .setAuthorizationResponse(AuthorizationResponse.newBuilder()
                                        .setAllowedUpstreamHeaders(exactly(List.of(CallerHeaders.CALLER, SUBPROTOCOLS)))
                                        .setAllowedClientHeaders(exactly(List.of("www-authenticate")))))
                        .setAllowedHeaders(exactly(REQUEST_HEADERS))
                        .setStatusOnError(HttpStatus.newBuilder().setCode(StatusCode.ServiceUnavailable))
                        .build()))
                .build();
    }

    /** Returns the configuration of a route that needs no authentication. */
    static ExtAuthzPerRoute open() {
        return ExtAuthzPerRoute.newBuilder().setDisabled(true).build();
    }

    private static ListStringMatcher exactly(List<String> texts) {
        var matcher = ListStringMatcher.newBuilder();
        texts.forEach(text -> matcher.addPatterns(StringMatcher.newBuilder().setExact(text)));
        return matcher.build();
    }
}
