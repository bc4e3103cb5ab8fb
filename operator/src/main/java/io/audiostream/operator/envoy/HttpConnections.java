package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
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

    /** Renders a manager that loads its routes from the watched directory. */
    HttpConnectionManager dynamic(WatchedDirectorySource source) {
        return manager()
                .setRds(Rds.newBuilder()
                        .setRouteConfigName(Routes.NAME)
                        .setConfigSource(source.file(EnvoyConfig.ROUTES_FILE)))
                .build();
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
                .setNormalizePath(ProtoValues.flag(true))
                .setUseRemoteAddress(ProtoValues.flag(true))
                .setGenerateRequestId(ProtoValues.flag(true))
                .setPreserveExternalRequestId(true)
                .setAlwaysSetRequestIdInResponse(true)
                .setLocalReplyConfig(LocalReplies.config())
                .addEarlyHeaderMutationExtensions(withoutCallerOfClient())
                .addAccessLog(AccessLogs.stdout())
                .addHttpFilters(CrossOrigins.filter())
                .addHttpFilters(GrpcWebFilter.filter())
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
        return Http2ProtocolOptions.newBuilder()
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
        return HttpProtocolOptions.newBuilder()
                .setIdleTimeout(ProtoValues.duration(
                        protocol.idleTimeout(proxy.settings().keepAlive())))
                .build();
    }

    /** Only filters of Envoy may say who is calling. The removal precedes them and the access log. */
    private static TypedExtensionConfig withoutCallerOfClient() {
        return TypedExtensionConfig.newBuilder()
                .setName("envoy.http.early_header_mutation.header_mutation")
                .setTypedConfig(Any.pack(HeaderMutation.newBuilder()
                        .addMutations(io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation.newBuilder()
                                .setRemove(AccessLogs.CALLER_HEADER))
                        .build()))
                .build();
    }

    private static HttpFilter router() {
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.router")
                .setTypedConfig(Any.pack(
                        Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
                .build();
    }
}
