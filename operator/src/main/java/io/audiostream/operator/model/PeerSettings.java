package io.audiostream.operator.model;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings of Envoy for streams between the pods of a service.
 *
 * @param port port on which Envoy accepts streams from the Envoys of other pods
 * @param addresses where the pods are found, this pod included: addresses of pods, or a DNS name with all addresses
 * @param certificateFolder absolute path, in Envoy's file system, of the folder with {@code tls.crt} and
 *     {@code tls.key}
 * @param maxPods largest number of pods
 */
public record PeerSettings(int port, List<PeerAddress> addresses, String certificateFolder, int maxPods) {

    /** Port in a pod. */
    public static final int POD_PORT = 50061;

    /** Mount path of the certificate in a pod. */
    public static final String POD_CERTIFICATE_FOLDER = "/etc/audiostream-peers";

    /** A host, as name or IP address, and a port. */
    public record PeerAddress(String host, int port) {
        /** @throws IllegalArgumentException when the port is out of range or the host is blank */
        public PeerAddress {
            Checks.check(!host.isBlank(), "host of a peer is blank");
            Checks.inRange("port of a peer", port, 1, Ports.MAX);
        }
    }

    /** @throws IllegalArgumentException with the value seen and the remedy */
    public PeerSettings {
        Checks.inRange("port for peers", port, 1, Ports.MAX);
        Checks.check(!addresses.isEmpty(), "no address of peers is given; give at least this pod's");
        Checks.check(
                Path.of(certificateFolder).isAbsolute(),
                "certificate folder '" + certificateFolder + "' must be absolute");
        Checks.inRange("number of pods", maxPods, 0, Integer.MAX_VALUE);
        addresses = List.copyOf(addresses);
    }

    /**
     * Returns the settings in a pod. The short name of the headless Service is complete for the resolver of a pod,
     * which searches the namespace first: one query finds all pods.
     */
    static PeerSettings inPod(String headlessService, SpillOver spillOver) {
        return new PeerSettings(
                POD_PORT,
                List.of(new PeerAddress(headlessService, POD_PORT)),
                POD_CERTIFICATE_FOLDER,
                spillOver.maxPods());
    }
}
