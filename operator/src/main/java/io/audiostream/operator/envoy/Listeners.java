package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;

/** The one port that clients connect to, for gRPC and HTTP/1.1 alike. */
record Listeners(ProxyModel proxy) {

    private static final String NAME = "clients";

    /** Takes its routes from the watched folder. */
    Listener following(WatchedFolder folder) {
        return listener(new HttpConnections(proxy).following(folder));
    }

    /** Has its routes inside. */
    Listener complete() {
        return listener(new HttpConnections(proxy).complete());
    }

    private Listener listener(HttpConnectionManager connections) {
        return Listener.newBuilder()
                .setName(NAME)
                .setAddress(
                        ProtoValues.address(proxy.listenAddress(), proxy.ports().listener()))
                .setPerConnectionBufferLimitBytes(FlowControlWindows.buffer())
                // gRPC clients hold few and long connections: the kernel's spreading by hash would pile them on a
                // thread.
                .setConnectionBalanceConfig(
                        ConnectionBalanceConfig.newBuilder().setExactBalance(ExactBalance.getDefaultInstance()))
                // With it, a second Envoy on the same port would start without a word and take half the connections.
                .setEnableReusePort(ProtoValues.flag(false))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Any.pack(connections))))
                .build();
    }
}
