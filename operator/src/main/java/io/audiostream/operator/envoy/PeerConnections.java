package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import java.time.Duration;

/**
 * HTTP connection managers of streams between pods. They keep the headers that the Envoy of the client set: the address
 * of the client in {@code x-forwarded-for}, and the request id.
 */
record PeerConnections(ProxyModel proxy) {

    private static final Duration NO_LIMIT = Duration.ZERO;

    /** PINGs detect a node that is gone; the peers are as close as the own pod. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

    /** Returns the manager of the internal listener. Its own replies tell the caller that no peer took the stream. */
    HttpConnectionManager toPeers(HttpConnectionManager.Builder routes) {
        return manager(routes, "spill-over")
                .setCodecType(CodecType.AUTO)
                .setLocalReplyConfig(LocalReplyConfig.newBuilder()
                        .addMappers(ResponseMapper.newBuilder()
                                .setFilter(anyFailure())
                                .addHeadersToAdd(PeerRoutes.header(
                                        RetryPolicies.REFUSAL_HEADER,
                                        RetryPolicies.NO_PEER,
                                        HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))))
                .setHttp2ProtocolOptions(windows())
                .build();
    }

    /** Returns the manager of the listener for peers. */
    HttpConnectionManager fromPeers(HttpConnectionManager.Builder routes) {
        return manager(routes, "peers")
                .setCodecType(CodecType.HTTP2)
                .setHttp2ProtocolOptions(windows()
                        .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                                .setInterval(ProtoValues.duration(PING_INTERVAL))
                                .setTimeout(ProtoValues.duration(PING_TIMEOUT))))
                .addAccessLog(AccessLogs.stdout())
                .build();
    }

    private static HttpConnectionManager.Builder manager(HttpConnectionManager.Builder routes, String statPrefix) {
        return routes.setStatPrefix(statPrefix)
                .setStreamIdleTimeout(ProtoValues.duration(NO_LIMIT))
                .setUseRemoteAddress(ProtoValues.flag(false))
                .setGenerateRequestId(ProtoValues.flag(false))
                .setPreserveExternalRequestId(true)
                .addHttpFilters(HttpConnections.router());
    }

    private Http2ProtocolOptions.Builder windows() {
        return Http2ProtocolOptions.newBuilder()
                .setInitialStreamWindowSize(
                        FlowControlWindows.stream(proxy.settings().maxReceiveMessageBytes()))
                .setInitialConnectionWindowSize(
                        FlowControlWindows.connection(proxy.settings().maxReceiveMessageBytes()));
    }

    /** Matches every response flag. */
    private static AccessLogFilter anyFailure() {
        return AccessLogFilter.newBuilder()
                .setResponseFlagFilter(ResponseFlagFilter.getDefaultInstance())
                .build();
    }
}
