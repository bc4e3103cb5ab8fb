package io.audiostream.operator.model;

/**
 * Where the processes of a service run and what they find there: the only thing in which a pod and {@code local}
 * differ.
 *
 * @param listenAddress address that Envoy's listener and the transcriber's HTTP server bind to
 * @param ports the ports they bind to
 * @param modelFile path of the model file
 * @param envoyFolder path of the folder that holds Envoy's configuration files
 */
public record Placement(String listenAddress, Ports ports, String modelFile, String envoyFolder) {

    /** Mount path of the model's volume in a pod. */
    public static final String POD_MODEL_FOLDER = "/models";

    /** Mount path of Envoy's configuration in a pod. */
    public static final String POD_ENVOY_FOLDER = "/etc/envoy";

    /** A pod: every address of it, the standard ports. */
    public static Placement inPod(ModelSource model) {
        return new Placement("0.0.0.0", Ports.STANDARD, POD_MODEL_FOLDER + "/" + model.pathInPod(), POD_ENVOY_FOLDER);
    }
}
