package io.audiostream.operator.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Input of Envoy's configuration: the configuration is rendered from these values and from nothing else.
 *
 * @param listenAddress IP address that the listener binds to
 * @param ports ports of the listener and of the transcriber behind it
 * @param configFolder absolute path, in Envoy's file system, of the folder that Envoy reads and watches
 * @param adminSocket absolute path of the Unix domain socket of the administration interface
 * @param secretsFolder absolute path, in Envoy's file system, of the folder that holds the mounted Secrets
 * @param settings settings of Envoy from the resource
 * @param peers settings for streams between pods; empty: streams stay in this pod
 */
public record ProxyModel(
        String listenAddress,
        Ports ports,
        String configFolder,
        String adminSocket,
        String secretsFolder,
        EnvoySettings settings,
        Optional<PeerSettings> peers) {

    /** Longest path that Linux accepts for a Unix domain socket, in characters. */
    private static final int MAX_SOCKET_PATH = 107;

    /** @throws IllegalArgumentException with the value seen and the remedy */
    public ProxyModel {
        Checks.check(!listenAddress.isBlank(), "listen address is blank; write an IP address, such as ::");
        var all = new ArrayList<>(List.of(
                ports.listener(),
                ports.transcriberGrpc(),
                ports.transcriberApi(),
                ports.transcriberHttp(),
                ports.authorization()));
        peers.ifPresent(settingsOfPeers -> all.add(settingsOfPeers.port()));
        Checks.check(all.stream().distinct().count() == all.size(), "ports " + all + " must differ from each other");
        Checks.check(
                Path.of(configFolder).isAbsolute(), "configuration folder '" + configFolder + "' must be absolute");
        Checks.check(
                Path.of(adminSocket).isAbsolute() && adminSocket.length() <= MAX_SOCKET_PATH,
                "administration socket '" + adminSocket + "' must be an absolute path of at most " + MAX_SOCKET_PATH
                        + " characters; a shorter folder for temporary files helps");
    }

    /** Creates a proxy without peers. */
    public ProxyModel(
            String listenAddress,
            Ports ports,
            String configFolder,
            String adminSocket,
            String secretsFolder,
            EnvoySettings settings) {
        this(listenAddress, ports, configFolder, adminSocket, secretsFolder, settings, Optional.empty());
    }

    /** Returns the proxy of a service in a placement, without peers. */
    public static ProxyModel of(DesiredService service, Placement placement) {
        return new ProxyModel(
                placement.listenAddress(),
                placement.ports(),
                placement.envoyFolder(),
                placement.adminSocket(),
                placement.secretsFolder(),
                service.envoy());
    }

    /** Returns the proxy of a service in a pod. */
    public static ProxyModel inPod(DesiredService service) {
        var alone = of(service, service.inPod());
        return service.spillOver()
                .map(spillOver -> alone.withPeers(PeerSettings.inPod(service.headlessName(), spillOver)))
                .orElse(alone);
    }

    /** Returns a copy with peers. */
    public ProxyModel withPeers(PeerSettings other) {
        return new ProxyModel(
                listenAddress, ports, configFolder, adminSocket, secretsFolder, settings, Optional.of(other));
    }
}
