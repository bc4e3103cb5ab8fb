package io.audiostream.operator.model;

/**
 * Addresses, ports and paths of the processes of a service. A pod and {@code local} differ in nothing else.
 *
 * @param listenAddress address that Envoy's listener binds to
 * @param ports ports that the processes bind to
 * @param modelFile path of the model, a file or a folder
 * @param envoyFolder path of the folder that holds Envoy's configuration files
 * @param adminSocket path of the Unix domain socket of Envoy's administration interface
 * @param secretsFolder path of the folder that holds the mounted Secrets, one folder each
 */
public record Placement(
        String listenAddress,
        Ports ports,
        String modelFile,
        String envoyFolder,
        String adminSocket,
        String secretsFolder) {

    /** Name of the socket of Envoy's administration interface. */
    public static final String ADMIN_SOCKET = "admin.sock";

    /** Mount path of the model's volume in a pod. */
    public static final String POD_MODEL_FOLDER = "/models";

    /** Mount path of Envoy's configuration in a pod. */
    public static final String POD_ENVOY_FOLDER = "/etc/envoy";

    /** Mount path of the folder, in a pod, in which Envoy creates sockets for the transcriber. */
    public static final String POD_SOCKET_FOLDER = "/run/envoy";

    /** Folder of the mounted Secrets in a pod. */
    public static final String POD_SECRETS_FOLDER = "/etc/audiostream";

    /** Every IPv4 address. */
    public static final String ALL_IPV4 = "0.0.0.0";

    /** Every address. Envoy refuses it where the kernel has no IPv6. */
    public static final String ALL_ADDRESSES = "::";

    /**
     * Returns the placement in a pod: the standard ports.
     *
     * @param listenAddress {@link #ALL_ADDRESSES} or {@link #ALL_IPV4}
     */
    public static Placement inPod(ModelSource model, String listenAddress) {
        return new Placement(
                listenAddress,
                Ports.STANDARD,
                POD_MODEL_FOLDER + "/" + model.pathInPod(),
                POD_ENVOY_FOLDER,
                POD_SOCKET_FOLDER + "/" + ADMIN_SOCKET,
                POD_SECRETS_FOLDER);
    }

    /**
     * Returns the address that the transcriber's HTTP server binds to. Java binds to every IPv6 and IPv4 address for
     * {@code 0.0.0.0}, and only there also on a kernel without IPv6.
     */
    public String transcriberHttpAddress() {
        return listenAddress.equals(ALL_ADDRESSES) ? ALL_IPV4 : listenAddress;
    }
}
