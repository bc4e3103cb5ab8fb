package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance;
import io.envoyproxy.envoy.config.listener.v3.Listener.InternalListenerConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.List;

/**
 * The listeners of streams between pods. The internal one receives what the own transcriber refused, and has no port.
 * The other one receives what a peer refused, and accepts only clients with the certificate of the service.
 */
record PeerListeners(ProxyModel proxy, PeerSettings settings) {

    static final String SPILL_OVER = "spill-over";
    static final String PEERS = "peers";

    /** Renders listeners that load their routes from the watched directory. */
    List<Listener> dynamic(WatchedDirectorySource source) {
        var connections = new PeerConnections(proxy);
        return List.of(
                spillOver(connections.toPeers(
                        HttpConnections.routes(source, PeerRoutes.SPILL_OVER, EnvoyConfig.SPILL_OVER_ROUTES_FILE))),
                peers(connections.fromPeers(
                        HttpConnections.routes(source, PeerRoutes.PEERS, EnvoyConfig.PEER_ROUTES_FILE))));
    }

    /** Renders listeners that contain their routes. */
    List<Listener> inline() {
        var connections = new PeerConnections(proxy);
        var routes = new PeerRoutes(settings);
        return List.of(
                spillOver(connections.toPeers(HttpConnectionManager.newBuilder().setRouteConfig(routes.toPeers()))),
                peers(connections.fromPeers(HttpConnectionManager.newBuilder().setRouteConfig(routes.fromPeers()))));
    }

    private static Listener spillOver(HttpConnectionManager connections) {
        return Listener.newBuilder()
                .setName(SPILL_OVER)
                .setInternalListener(InternalListenerConfig.getDefaultInstance())
                .setPerConnectionBufferLimitBytes(FlowControlWindows.buffer())
                .addFilterChains(filterChain(connections))
                .build();
    }

    private Listener peers(HttpConnectionManager connections) {
        return Listener.newBuilder()
                .setName(PEERS)
                .setAddress(ProtoValues.address(proxy.listenAddress(), settings.port()))
                .setPerConnectionBufferLimitBytes(FlowControlWindows.buffer())
                .setConnectionBalanceConfig(
                        ConnectionBalanceConfig.newBuilder().setExactBalance(ExactBalance.getDefaultInstance()))
                .setEnableReusePort(ProtoValues.flag(false))
                .addFilterChains(
                        filterChain(connections).setTransportSocket(new PeerTls(settings.certificateFolder()).server()))
                .build();
    }

    private static FilterChain.Builder filterChain(HttpConnectionManager connections) {
        return FilterChain.newBuilder()
                .addFilters(Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(connections)));
    }
}
