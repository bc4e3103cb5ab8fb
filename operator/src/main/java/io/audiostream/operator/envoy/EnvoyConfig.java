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
 * The files of Envoy's configuration folder. Envoy reads the bootstrap once; it watches the folder for the rest, so
 * that a change reaches it without a restart: routes and clusters at once, the listener by draining the old one. The
 * bootstrap depends only on the folder and the administration port.
 *
 * @param files content by file name, YAML, sorted by name
 */
public record EnvoyConfig(SortedMap<String, String> files) {

    static final String LISTENERS_FILE = "lds.yaml";
    static final String CLUSTERS_FILE = "cds.yaml";
    static final String ROUTES_FILE = "rds.yaml";

    public EnvoyConfig {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Renders a model. The same model always gives the same text. */
    public static EnvoyConfig of(ProxyModel proxy) {
        var watched = new WatchedFolder(proxy.configFolder());
        var files = new TreeMap<String, String>();
        files.put(ProcessArguments.BOOTSTRAP_FILE, ProtoYaml.write(new Bootstraps(proxy).following(watched)));
        files.put(LISTENERS_FILE, discovered(List.of(new Listeners(proxy).following(watched))));
        files.put(CLUSTERS_FILE, discovered(new Clusters(proxy).all()));
        files.put(ROUTES_FILE, discovered(List.of(new Routes(proxy).configuration())));
        return new EnvoyConfig(files);
    }

    /**
     * The same configuration as one bootstrap that refers to no other file: for people to read, and for {@code envoy
     * --mode validate}, which does not look into watched folders.
     *
     * @return YAML
     */
    public static String inOneFile(ProxyModel proxy) {
        return ProtoYaml.write(new Bootstraps(proxy).complete());
    }

    private static String discovered(List<? extends Message> resources) {
        var response = DiscoveryResponse.newBuilder();
        resources.forEach(resource -> response.addResources(Any.pack(resource)));
        return ProtoYaml.write(response.build());
    }
}
