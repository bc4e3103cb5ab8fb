package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The listener: one port for gRPC and HTTP/1.1 clients. Each protocol has its own filter chain, because the connections
 * differ in how long they may be idle.
 */
record Listeners(ProxyModel proxy) {

    private static final String NAME = "clients";

    /** Renders a listener that loads its routes from the watched directory. */
    Listener dynamic(WatchedDirectorySource source) {
        return listener(
                protocol -> new HttpConnections(proxy, protocol).dynamic(source),
                tls().map(contexts -> contexts.dynamic(source)));
    }

    /** Renders a listener that contains its routes. */
    Listener inline() {
        return listener(protocol -> new HttpConnections(proxy, protocol).inline(), tls().map(TlsContexts::inline));
    }

    /** Renders all listeners, which load their routes from the watched directory. */
    List<Listener> allDynamic(WatchedDirectorySource source) {
        return with(dynamic(source), proxy.peers().map(peers -> new PeerListeners(proxy, peers).dynamic(source)));
    }

    /** Renders all listeners, which contain their routes. */
    List<Listener> allInline() {
        return with(inline(), proxy.peers().map(peers -> new PeerListeners(proxy, peers).inline()));
    }

    private static List<Listener> with(Listener clients, Optional<List<Listener>> ofPeers) {
        return Stream.concat(Stream.of(clients), ofPeers.stream().flatMap(List::stream))
                .toList();
    }

    private Optional<TlsContexts> tls() {
        return proxy.settings().access().tls().map(tls -> new TlsContexts(proxy, tls));
    }

    private Listener listener(
            Function<ClientProtocol, HttpConnectionManager> connections, Optional<TransportSocket> socket) {
        var listener = Listener.newBuilder();
        socket.ifPresentOrElse(tls -> addTls(listener, connections, tls), () -> addPlainText(listener, connections));
        return listener.setName(NAME)
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
                // Closes connections that say nothing: no filter chain, and so no other timeout, applies to them yet.
                .setListenerFiltersTimeout(ProtoValues.duration(HttpConnections.HEADERS_TIMEOUT))
                .build();
    }

    private static void addPlainText(
            Listener.Builder listener, Function<ClientProtocol, HttpConnectionManager> connections) {
        listener.addListenerFilters(ProtocolDetection.httpInspector())
                .addFilterChains(chain(connections.apply(ClientProtocol.HTTP2))
                        .setFilterChainMatch(ProtocolDetection.plainTextHttp2()))
                .setDefaultFilterChain(chain(connections.apply(ClientProtocol.HTTP1)));
    }

    private static void addTls(
            Listener.Builder listener,
            Function<ClientProtocol, HttpConnectionManager> connections,
            TransportSocket socket) {
        listener.addListenerFilters(ProtocolDetection.tlsInspector())
                .addFilterChains(PlainTextRefusal.filterChain())
                .addFilterChains(tls(chain(connections.apply(ClientProtocol.HTTP2)), socket)
                        .setFilterChainMatch(ProtocolDetection.tlsHttp2()))
                .addFilterChains(tls(chain(connections.apply(ClientProtocol.HTTP1)), socket)
                        .setFilterChainMatch(ProtocolDetection.tls()));
    }

    /** Closes connections of clients that do not finish the handshake. */
    private static FilterChain.Builder tls(FilterChain.Builder chain, TransportSocket socket) {
        return chain.setTransportSocket(socket)
                .setTransportSocketConnectTimeout(ProtoValues.duration(HttpConnections.HEADERS_TIMEOUT));
    }

    /** Starts a filter chain with the connection manager as its only filter. */
    static FilterChain.Builder chain(HttpConnectionManager connections) {
        return FilterChain.newBuilder()
                .addFilters(Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(connections)));
    }
}
