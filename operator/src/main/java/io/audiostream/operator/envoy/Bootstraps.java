package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;

/** The part that Envoy reads once, when it starts: where the rest is, and the administration's port. */
record Bootstraps(ProxyModel proxy) {

    private static final String NAME = "audiostream";

    /** Open connections from clients; far over what a pod's slots can use, and under the usual limit of open files. */
    private static final int MAX_CONNECTIONS = 20_000;

    /** Takes the rest from the watched folder. */
    Bootstrap following(WatchedFolder folder) {
        return bootstrap().setDynamicResources(dynamicResources(folder)).build();
    }

    /** Has the rest inside. */
    Bootstrap complete() {
        return bootstrap()
                .setStaticResources(StaticResources.newBuilder()
                        .addListeners(new Listeners(proxy).complete())
                        .addAllClusters(new Clusters(proxy).all()))
                .build();
    }

    private Bootstrap.Builder bootstrap() {
        return Bootstrap.newBuilder()
                .setNode(Node.newBuilder().setId(NAME).setCluster(NAME))
                .setAdmin(admin())
                .setOverloadManager(overloadManager());
    }

    /** Whoever reaches the administration can stop Envoy, so it is on loopback and nothing sets another address. */
    private Admin admin() {
        return Admin.newBuilder()
                .setAddress(
                        ProtoValues.address(ProtoValues.LOOPBACK, proxy.ports().envoyAdmin()))
                .build();
    }

    private static DynamicResources dynamicResources(WatchedFolder folder) {
        return DynamicResources.newBuilder()
                .setLdsConfig(folder.file(EnvoyConfig.LISTENERS_FILE))
                .setCdsConfig(folder.file(EnvoyConfig.CLUSTERS_FILE))
                .build();
    }

    private static OverloadManager overloadManager() {
        return OverloadManager.newBuilder()
                .addResourceMonitors(ResourceMonitor.newBuilder()
                        .setName("envoy.resource_monitors.global_downstream_max_connections")
                        .setTypedConfig(Any.pack(DownstreamConnectionsConfig.newBuilder()
                                .setMaxActiveDownstreamConnections(MAX_CONNECTIONS)
                                .build())))
                .build();
    }
}
