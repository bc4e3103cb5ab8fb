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
        return of(resources, version(resources));
    }

    /** Renders resources with a version that they share with the resources of other files. */
    static DiscoveryFile of(List<? extends Message> resources, String version) {
        return new DiscoveryFile(
                version,
                ProtoYaml.write(response(resources).setVersionInfo(version).build()));
    }

    static String version(List<? extends Message> resources) {
        return ContentHash.of(ProtoYaml.write(response(resources).build()));
    }

    private static DiscoveryResponse.Builder response(List<? extends Message> resources) {
        var response = DiscoveryResponse.newBuilder();
        resources.forEach(resource -> response.addResources(Any.pack(resource)));
        return response;
    }
}
