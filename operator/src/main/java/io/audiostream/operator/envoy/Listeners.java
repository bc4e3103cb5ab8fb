package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.function.Function;

/**
 * The listener: one port for gRPC and HTTP/1.1 clients. Each protocol has its own filter chain, because the connections
 * differ in how long they may be idle.
 */
record Listeners(ProxyModel proxy) {

    private static final String NAME = "clients";

    /** Renders a listener that loads its routes from the watched directory. */
    Listener dynamic(WatchedDirectorySource source) {
        return listener(protocol -> new HttpConnections(proxy, protocol).dynamic(source));
    }

    /** Renders a listener that contains its routes. */
    Listener inline() {
        return listener(protocol -> new HttpConnections(proxy, protocol).inline());
    }

    private Listener listener(Function<ClientProtocol, HttpConnectionManager> connections) {
        return Listener.newBuilder()
                .setName(NAME)
                .setAddress(
                        ProtoValues.address(proxy.listenAddress(), proxy.ports().listener()))
                .setPerConnectionBufferLimitBytes(FlowControlWindows.buffer())
                // gRPC clients hold few, long-lived connections. The kernel's hashing could assign most of them to
                // one worker thread.
                .setConnectionBalanceConfig(
                        ConnectionBalanceConfig.newBuilder().setExactBalance(ExactBalance.getDefaultInstance()))
                // With port reuse, a second Envoy on the same port would start without an error and accept half of
                // the connections.
                .setEnableReusePort(ProtoValues.flag(false))
                .addAllSocketOptions(TcpKeepAlive.socketOptions())
                .addListenerFilters(ProtocolDetection.filter())
                // Closes connections that say nothing: no filter chain, and so no other timeout, applies to them yet.
                .setListenerFiltersTimeout(ProtoValues.duration(HttpConnections.HEADERS_TIMEOUT))
                .addFilterChains(
                        chain(connections.apply(ClientProtocol.HTTP2)).setFilterChainMatch(ProtocolDetection.http2()))
                .setDefaultFilterChain(chain(connections.apply(ClientProtocol.HTTP1)))
                .build();
    }

    private static FilterChain.Builder chain(HttpConnectionManager connections) {
        return FilterChain.newBuilder()
                .addFilters(Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(connections)));
    }
}
