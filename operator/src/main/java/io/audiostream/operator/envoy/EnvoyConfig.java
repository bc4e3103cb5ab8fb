package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of Envoy's configuration folder. Envoy reads the bootstrap once and watches the folder for the other files,
 * so a change of them needs no restart. Changed routes and clusters apply at once; a changed listener replaces the old
 * one, which drains. The bootstrap depends only on the folder and the administration socket.
 *
 * @param files YAML by file name, sorted by name
 */
public record EnvoyConfig(SortedMap<String, String> files) {

    static final String LISTENERS_FILE = "lds.yaml";
    static final String CLUSTERS_FILE = "cds.yaml";
    static final String ROUTES_FILE = "rds.yaml";
    static final String CERTIFICATE_FILE = "sds-certificate.yaml";
    static final String CLIENT_CA_FILE = "sds-client-ca.yaml";

    public EnvoyConfig {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Renders a model. The same model always renders to the same text. */
    public static EnvoyConfig of(ProxyModel proxy) {
        var source = new WatchedDirectorySource(proxy.configFolder());
        var files = new TreeMap<String, String>();
        files.put(ProcessArguments.BOOTSTRAP_FILE, ProtoYaml.write(new Bootstraps(proxy).dynamic(source)));
        files.put(LISTENERS_FILE, discoveryResponse(List.of(new Listeners(proxy).dynamic(source))));
        files.put(CLUSTERS_FILE, discoveryResponse(new Clusters(proxy).all()));
        files.put(ROUTES_FILE, discoveryResponse(List.of(new Routes(proxy).configuration())));
        proxy.settings().access().tls().ifPresent(tls -> {
            var secrets = new TlsSecrets(proxy);
            files.put(CERTIFICATE_FILE, discoveryResponse(List.of(secrets.certificateSecret())));
            if (tls.clientCertificates().isPresent()) {
                files.put(CLIENT_CA_FILE, discoveryResponse(List.of(secrets.clientCaSecret())));
            }
        });
        return new EnvoyConfig(files);
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

    private static String discoveryResponse(List<? extends Message> resources) {
        var response = DiscoveryResponse.newBuilder();
        resources.forEach(resource -> response.addResources(Any.pack(resource)));
        return ProtoYaml.write(response.build());
    }
}
