package io.audiostream.operator.model;

/** Container images of a pod. */
public record Images(String transcriber, String envoy) {

    /** This version of the operator, and of the images that belong to it. */
    public static final String VERSION = "0.1.0";

    /**
     * The images that belong to this version of the operator. They are not defaults of the schema: the API server would
     * store those in the resource, which would then keep the images of the version that created it.
     */
    public static final Images OF_THIS_VERSION =
            new Images("ghcr.io/audiostream/transcriber:" + VERSION, "docker.io/envoyproxy/envoy:distroless-v1.40.0");
}
