package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of Envoy's configuration folder. Envoy reads the bootstrap once, at start. It watches the folder for the
 * other files, and a change of them reaches running streams without closing one.
 *
 * <p>The listeners are part of the bootstrap. Envoy replaces a changed dynamic listener by a new one and later closes
 * the connections of the old one, with their streams. Only a new pod gets a changed listener.
 *
 * @param files YAML by file name, sorted by name
 * @param version hashes of the files
 */
public record EnvoyConfig(SortedMap<String, String> files, EnvoyVersion version) {

    static final String CLUSTERS_FILE = "cds.yaml";
    static final String ROUTES_FILE = "rds.yaml";
    static final String CERTIFICATE_FILE = "sds-certificate.yaml";
    static final String CLIENT_CA_FILE = "sds-client-ca.yaml";
    static final String PEER_ROUTES_FILE = "rds-peers.yaml";
    static final String SPILL_OVER_ROUTES_FILE = "rds-spill-over.yaml";

    public EnvoyConfig {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Renders a model. The same model always renders to the same text. */
    public static EnvoyConfig of(ProxyModel proxy) {
        var source = new WatchedDirectorySource(proxy.configFolder());
        var bootstrap = ProtoYaml.write(new Bootstraps(proxy).dynamic(source));
        var clusters = DiscoveryFile.of(new Clusters(proxy).all());
        var files = new TreeMap<String, String>();
        var routes = routes(proxy);
        var routesVersion = DiscoveryFile.version(List.copyOf(routes.values()));
        files.put(ProcessArguments.BOOTSTRAP_FILE, bootstrap);
        files.put(CLUSTERS_FILE, clusters.yaml());
        routes.forEach((file, configuration) -> files.put(
                file, DiscoveryFile.of(List.of(configuration), routesVersion).yaml()));
        files.putAll(certificates(proxy));
        return new EnvoyConfig(files, new EnvoyVersion(ContentHash.of(bootstrap), clusters.version(), routesVersion));
    }

    /** Returns the routes by file. Envoy accepts only one route configuration in a file. */
    private static SortedMap<String, RouteConfiguration> routes(ProxyModel proxy) {
        var routes = new TreeMap<String, RouteConfiguration>();
        routes.put(ROUTES_FILE, new Routes(proxy).configuration());
        proxy.peers().map(PeerRoutes::new).ifPresent(ofPeers -> {
            routes.put(PEER_ROUTES_FILE, ofPeers.fromPeers());
            routes.put(SPILL_OVER_ROUTES_FILE, ofPeers.toPeers());
        });
        return routes;
    }

    /** Returns the sources of the certificates of the endpoint by file. They change only with the listener. */
    private static SortedMap<String, String> certificates(ProxyModel proxy) {
        var files = new TreeMap<String, String>();
        proxy.settings().access().tls().ifPresent(tls -> {
            var secrets = new TlsSecrets(proxy);
            files.put(
                    CERTIFICATE_FILE,
                    DiscoveryFile.of(List.of(secrets.certificateSecret())).yaml());
            if (tls.clientCertificates().isPresent()) {
                files.put(
                        CLIENT_CA_FILE,
                        DiscoveryFile.of(List.of(secrets.clientCaSecret())).yaml());
            }
        });
        return files;
    }

    /**
     * Renders the same configuration as one bootstrap that refers to no other file: for people, and for {@code envoy
     * --mode validate}, which does not read watched directories.
     *
     * @return YAML
     */
    public static String inOneFile(ProxyModel proxy) {
        return ProtoYaml.write(new Bootstraps(proxy).inline());
    }
}
