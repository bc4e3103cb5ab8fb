package io.audiostream.operator.model;

/** Container images of a pod. */
public record Images(String transcriber, String envoy) {

    /**
     * The images that belong to this version of the operator. They are not defaults of the schema: the API server would
     * store those in the resource, which would then keep the images of the version that created it.
     */
    public static final Images OF_THIS_VERSION =
            new Images("ghcr.io/audiostream/transcriber:0.1.0", "docker.io/envoyproxy/envoy:distroless-v1.40.0");
}
