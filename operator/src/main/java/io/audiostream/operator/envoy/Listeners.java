package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;

/** The listener: one port for gRPC and HTTP/1.1 clients. */
record Listeners(ProxyModel proxy) {

    private static final String NAME = "clients";

    /** Renders a listener that loads its routes from the watched directory. */
    Listener dynamic(WatchedDirectorySource source) {
        return listener(new HttpConnections(proxy).dynamic(source));
    }

    /** Renders a listener that contains its routes. */
    Listener inline() {
        return listener(new HttpConnections(proxy).inline());
    }

    private Listener listener(HttpConnectionManager connections) {
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
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Any.pack(connections))))
                .build();
    }
}
