package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.KeepAlive;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.type.v3.Percent;
import java.time.Duration;

/**
 * How Envoy talks with clients. There is no buffer filter: it would wait for the end of each request, which a stream
 * has only when it is over. Message sizes are the transcriber's to enforce; Envoy knows bytes, not messages.
 *
 * <p>Timeouts of the resource are not here but in {@link Routes}, which change without draining the listener.
 */
record HttpConnections(ProxyModel proxy) {

    /** For a client that connects and then says nothing. */
    private static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(10);

    /** Takes its routes from the watched folder. */
    HttpConnectionManager following(WatchedFolder folder) {
        return manager()
                .setRds(Rds.newBuilder()
                        .setRouteConfigName(Routes.NAME)
                        .setConfigSource(folder.file(EnvoyConfig.ROUTES_FILE)))
                .build();
    }

    /** Has its routes inside. */
    HttpConnectionManager complete() {
        return manager().setRouteConfig(new Routes(proxy).configuration()).build();
    }

    private HttpConnectionManager.Builder manager() {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix("clients")
                .setCodecType(CodecType.AUTO)
                .setCommonHttpProtocolOptions(commonOptions())
                .setHttp2ProtocolOptions(http2Options())
                .setRequestHeadersTimeout(ProtoValues.duration(HEADERS_TIMEOUT))
                .setNormalizePath(ProtoValues.flag(true))
                .setUseRemoteAddress(ProtoValues.flag(true))
                .setGenerateRequestId(ProtoValues.flag(true))
                .setPreserveExternalRequestId(true)
                .setAlwaysSetRequestIdInResponse(true)
                .setLocalReplyConfig(LocalReplies.config())
                .addAccessLog(AccessLogs.stdout())
                .addHttpFilters(router());
    }

    private Http2ProtocolOptions http2Options() {
        return Http2ProtocolOptions.newBuilder()
                .setInitialStreamWindowSize(FlowControlWindows.stream(proxy.maxReceiveBytes()))
                .setInitialConnectionWindowSize(FlowControlWindows.connection(proxy.maxReceiveBytes()))
                .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                        .setInterval(ProtoValues.duration(proxy.keepAlive().interval()))
                        .setTimeout(ProtoValues.duration(proxy.keepAlive().timeout()))
                        // The default adds up to 15 %: an interval just under a load balancer's limit would miss it.
                        .setIntervalJitter(Percent.getDefaultInstance()))
                .build();
    }

    /** Envoy sends PINGs on every connection, so one without a call is closed instead where it gets no keep-alive. */
    private HttpProtocolOptions commonOptions() {
        return HttpProtocolOptions.newBuilder()
                .setIdleTimeout(ProtoValues.duration(withoutCalls(proxy.keepAlive())))
                .build();
    }

    private static Duration withoutCalls(KeepAlive keepAlive) {
        return keepAlive.permitWithoutCalls()
                ? Duration.ZERO
                : keepAlive.interval().plus(keepAlive.timeout());
    }

    private static HttpFilter router() {
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.router")
                .setTypedConfig(Any.pack(
                        Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
                .build();
    }
}
