package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;

/**
 * A file of resources that Envoy reloads while it runs.
 *
 * @param version hash of the resources, which Envoy reports once it has accepted them
 * @param yaml the discovery response with that version
 */
record DiscoveryFile(String version, String yaml) {

    static DiscoveryFile of(List<? extends Message> resources) {
        var yaml = yaml(resources);
        return of(yaml, ContentHash.of(yaml));
    }

    /** Renders resources with a version that they share with the resources of other files. */
    static DiscoveryFile of(List<? extends Message> resources, String version) {
        return of(yaml(resources), version);
    }

    /** The version is the first field of the response: so the resources, most of the text, are rendered once. */
    private static DiscoveryFile of(String yaml, String version) {
        return new DiscoveryFile(version, "version_info: \"" + version + "\"\n" + yaml);
    }

    static String version(List<? extends Message> resources) {
        return ContentHash.of(yaml(resources));
    }

    private static String yaml(List<? extends Message> resources) {
        var response = DiscoveryResponse.newBuilder();
        resources.forEach(resource -> response.addResources(Any.pack(resource)));
        return ProtoYaml.write(response.build());
    }
}
