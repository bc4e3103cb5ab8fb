package io.audiostream.operator.model;

/**
 * Addresses, ports and paths of the processes of a service. A pod and {@code local} differ in nothing else.
 *
 * @param listenAddress address that Envoy's listener and the transcriber's HTTP server bind to
 * @param ports ports that the processes bind to
 * @param modelFile path of the model, a file or a folder
 * @param envoyFolder path of the folder that holds Envoy's configuration files
 */
public record Placement(String listenAddress, Ports ports, String modelFile, String envoyFolder) {

    /** Mount path of the model's volume in a pod. */
    public static final String POD_MODEL_FOLDER = "/models";

    /** Mount path of Envoy's configuration in a pod. */
    public static final String POD_ENVOY_FOLDER = "/etc/envoy";

    /** Returns the placement in a pod: all addresses and the standard ports. */
    public static Placement inPod(ModelSource model) {
        return new Placement("0.0.0.0", Ports.STANDARD, POD_MODEL_FOLDER + "/" + model.pathInPod(), POD_ENVOY_FOLDER);
    }
}
