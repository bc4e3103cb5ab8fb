package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.HeadersWithUnderscoresAction;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.type.v3.Percent;
import java.time.Duration;

/**
 * HTTP connection manager towards clients. Routes of streams have no buffer filter: that filter waits for the end of a
 * request, which a live stream reaches only when it is over. The transcriber enforces message sizes, because Envoy does
 * not parse messages.
 *
 * <p>The timeouts of the resource are part of {@link Routes}, which change without draining the listener.
 *
 * @param protocol protocol of the connections
 */
record HttpConnections(ProxyModel proxy, ClientProtocol protocol) {

    /** The host of requests without one, which HTTP/1.0 permits. */
    private static final String DEFAULT_HOST = "audiostream";

    /** Closes connections of clients that send no request headers. */
    static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(10);

    /** Size of all headers of a request, in KiB: twice what the transcriber accepts. */
    private static final int MAX_HEADERS_KB = 16;

    private static final int MAX_HEADERS = 100;

    /**
     * Time between the announcement that a connection ends and the refusal of new streams on it. Streams that exist
     * then continue to their end, and Envoy closes the connection after the last one.
     */
    private static final Duration GOAWAY_GRACE = Duration.ofSeconds(5);

    /** Renders a manager that loads its routes from the watched directory. */
    HttpConnectionManager dynamic(WatchedDirectorySource source) {
        return manager()
                .setRds(Rds.newBuilder()
                        .setRouteConfigName(Routes.NAME)
                        .setConfigSource(source.file(EnvoyConfig.ROUTES_FILE)))
                .build();
    }

    /** Returns a manager that loads one route configuration from the watched directory, and has nothing else yet. */
    static HttpConnectionManager.Builder routes(WatchedDirectorySource source, String name, String file) {
        return HttpConnectionManager.newBuilder()
                .setRds(Rds.newBuilder().setRouteConfigName(name).setConfigSource(source.file(file)));
    }

    /** Renders a manager that contains its routes. */
    HttpConnectionManager inline() {
        return manager().setRouteConfig(new Routes(proxy).configuration()).build();
    }

    private HttpConnectionManager.Builder manager() {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix("clients")
                .setCodecType(CodecType.AUTO)
                .setCommonHttpProtocolOptions(commonOptions())
                .setHttpProtocolOptions(http1Options())
                .setHttp2ProtocolOptions(http2Options())
                .setRequestHeadersTimeout(ProtoValues.duration(HEADERS_TIMEOUT))
                .setMaxRequestHeadersKb(ProtoValues.number(MAX_HEADERS_KB))
                .setHttp1SafeMaxConnectionDuration(true)
                .setDrainTimeout(ProtoValues.duration(GOAWAY_GRACE))
                .setNormalizePath(ProtoValues.flag(true))
                .setMergeSlashes(true)
                // No path of the service has an escaped slash.
                .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.REJECT_REQUEST)
                .setUseRemoteAddress(ProtoValues.flag(true))
                .setGenerateRequestId(ProtoValues.flag(true))
                .setPreserveExternalRequestId(true)
                .setAlwaysSetRequestIdInResponse(true)
                .addEarlyHeaderMutationExtensions(CallerHeaders.removal())
                .setLocalReplyConfig(LocalReplies.config())
                .addAccessLog(AccessLogs.stdout())
                .addHttpFilters(CrossOrigins.filter())
                // Before the filters that refuse calls, so that a gRPC-Web client gets their status in its own form.
                .addHttpFilters(GrpcWebFilter.filter())
                .addAllHttpFilters(new AccessFilters(proxy).all())
                .addAllHttpFilters(JsonTranscoding.filters())
                .addHttpFilters(router());
    }

    /** Accepts HTTP/1.0, with which nginx forwards requests unless it is configured otherwise. */
    private static Http1ProtocolOptions http1Options() {
        return Http1ProtocolOptions.newBuilder()
                .setAcceptHttp10(true)
                .setDefaultHostForHttp10(DEFAULT_HOST)
                .build();
    }

    private Http2ProtocolOptions http2Options() {
        return FloodProtection.options()
                .setMaxConcurrentStreams(
                        ProtoValues.number(proxy.settings().connections().streamsPerConnection()))
                .setInitialStreamWindowSize(
                        FlowControlWindows.stream(proxy.settings().maxReceiveMessageBytes()))
                .setInitialConnectionWindowSize(
                        FlowControlWindows.connection(proxy.settings().maxReceiveMessageBytes()))
                .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                        .setInterval(ProtoValues.duration(
                                proxy.settings().keepAlive().interval()))
                        .setTimeout(ProtoValues.duration(
                                proxy.settings().keepAlive().timeout()))
                        // The default adds up to 15 %, which could exceed the idle limit of a load balancer in between.
                        .setIntervalJitter(Percent.getDefaultInstance()))
                .build();
    }

    private HttpProtocolOptions commonOptions() {
        var options = HttpProtocolOptions.newBuilder()
                .setMaxHeadersCount(ProtoValues.number(MAX_HEADERS))
                // The transcriber reads no such header, and a proxy could confuse it with one that has a hyphen.
                .setHeadersWithUnderscoresAction(HeadersWithUnderscoresAction.DROP_HEADER)
                .setIdleTimeout(ProtoValues.duration(
                        protocol.idleTimeout(proxy.settings().keepAlive())));
        var maxAge = proxy.settings().connections().maxAge();
        return maxAge.isZero()
                ? options.build()
                : options.setMaxConnectionDuration(ProtoValues.duration(maxAge)).build();
    }

    static HttpFilter router() {
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.router")
                .setTypedConfig(Any.pack(
                        Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
                .build();
    }
}
