package io.audiostream.operator.model;

import java.nio.file.Path;
import java.util.List;

/**
 * Input of Envoy's configuration: the configuration is rendered from these values and from nothing else.
 *
 * @param listenAddress IP address that the listener binds to; the administration port is always on loopback
 * @param ports ports of the listener, of the transcriber behind it and of the administration interface
 * @param configFolder absolute path, in Envoy's file system, of the folder that Envoy reads and watches
 * @param settings settings of Envoy from the resource
 */
public record ProxyModel(String listenAddress, Ports ports, String configFolder, EnvoySettings settings) {

    /** @throws IllegalArgumentException with the value seen and the remedy */
    public ProxyModel {
        Checks.check(!listenAddress.isBlank(), "listen address is blank; write an IP address, such as ::");
        var all = List.of(
                ports.listener(),
                ports.transcriberGrpc(),
                ports.transcriberApi(),
                ports.transcriberHttp(),
                ports.envoyAdmin());
        Checks.check(all.stream().distinct().count() == all.size(), "ports " + all + " must differ from each other");
        Checks.check(
                Path.of(configFolder).isAbsolute(), "configuration folder '" + configFolder + "' must be absolute");
    }

    /** Returns the proxy of a service in a placement. */
    public static ProxyModel of(DesiredService service, Placement placement) {
        return new ProxyModel(placement.listenAddress(), placement.ports(), placement.envoyFolder(), service.envoy());
    }
}
