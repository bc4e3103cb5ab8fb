package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;

/**
 * The bootstrap, which Envoy reads once at start: the listeners, the source of the other resources, and the
 * administration socket.
 */
record Bootstraps(ProxyModel proxy) {

    private static final String NAME = "audiostream";

    /** File mode 0600. */
    private static final int OWNER_ONLY = 0600;

    /** Renders a bootstrap that loads clusters and routes from the watched directory. */
    Bootstrap dynamic(WatchedDirectorySource source) {
        return bootstrap()
                .setStaticResources(
                        StaticResources.newBuilder().addAllListeners(new Listeners(proxy).allDynamic(source)))
                .setDynamicResources(dynamicResources(source))
                .build();
    }

    /** Renders a bootstrap that contains listeners and clusters as static resources. */
    Bootstrap inline() {
        return bootstrap()
                .setStaticResources(StaticResources.newBuilder()
                        .addAllListeners(new Listeners(proxy).allInline())
                        .addAllClusters(new Clusters(proxy).all()))
                .build();
    }

    private Bootstrap.Builder bootstrap() {
        return Bootstrap.newBuilder()
                .setNode(Node.newBuilder().setId(NAME).setCluster(NAME))
                .setAdmin(admin())
                .setLayeredRuntime(FloodProtection.runtime())
                .setOverloadManager(new OverloadProtection(proxy.settings()).manager())
                .addBootstrapExtensions(internalListeners());
    }

    /** Allows listeners without a port, such as the one of {@link PeerListeners}. */
    private static TypedExtensionConfig internalListeners() {
        return TypedExtensionConfig.newBuilder()
                .setName("envoy.bootstrap.internal_listener")
                .setTypedConfig(Any.pack(InternalListener.getDefaultInstance()))
                .build();
    }

    /** Any client of the administration interface can stop Envoy: only processes of Envoy's own user reach it. */
    private Admin admin() {
        return Admin.newBuilder()
                .setAddress(Address.newBuilder()
                        .setPipe(Pipe.newBuilder().setPath(proxy.adminSocket()).setMode(OWNER_ONLY)))
                .build();
    }

    private static DynamicResources dynamicResources(WatchedDirectorySource source) {
        return DynamicResources.newBuilder()
                .setCdsConfig(source.file(EnvoyConfig.CLUSTERS_FILE))
                .build();
    }
}
