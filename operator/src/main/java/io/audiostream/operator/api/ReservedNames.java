package io.audiostream.operator.api;

import java.util.Set;

/** Names that the operator gives to parts of its objects, so that a resource cannot use them for additions. */
public final class ReservedNames {
    /** The container that loads the model and serves. */
    public static final String TRANSCRIBER = "transcriber";

    /** The init container with Envoy, which runs as long as the pod. */
    public static final String ENVOY = "envoy";

    /** The init container that checks the mounted Secrets. */
    public static final String CHECK_SECRETS = "check-secrets";

    /** The init container that downloads the model. */
    public static final String FETCH_MODEL = "fetch-model";

    /** Labels of all objects and of the pods, separated by commas. */
    static final String LABELS = "app.kubernetes.io/name, app.kubernetes.io/instance, app.kubernetes.io/component, "
            + "app.kubernetes.io/part-of, app.kubernetes.io/managed-by, pod-template-hash";

    /** The annotation of pods that the operator writes while they serve. */
    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    /** Containers and init containers, separated by commas. */
    static final String CONTAINERS = TRANSCRIBER + ", " + ENVOY + ", " + CHECK_SECRETS + ", " + FETCH_MODEL;

    /** Volumes, separated by commas. */
    static final String VOLUMES =
            "models, envoy, sockets, tmp, peers, tls, client-ca, api-keys, jwks, model-credentials, model-ca";

    /** Mount paths, separated by commas. */
    static final String MOUNT_PATHS = "/models, /etc/envoy, /run/envoy, /etc/audiostream, /etc/audiostream-peers, /tmp";

    /** The environment variable of the transcriber that is always set. */
    public static final String ENVIRONMENT = "AUDIOSTREAM_LOG_FORMAT";

    /** The environment variable of the transcriber that {@code spec.logging.level} sets. */
    public static final String LOG_LEVEL = "AUDIOSTREAM_LOG_LEVEL";

    /** The environment variable of the transcriber that the operator sets with a derived memory limit. */
    public static final String MAX_DECODERS = "AUDIOSTREAM_MAX_DECODERS";

    /** Environment variables of the transcriber that {@code spec.tracing} sets, separated by commas. */
    static final String TRACING_ENVIRONMENT = "OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, "
            + "OTEL_TRACES_SAMPLER_ARG, OTEL_RESOURCE_ATTRIBUTES";

    private ReservedNames() {}

    public static boolean isLabel(String key) {
        return contains(LABELS, key);
    }

    public static boolean isAnnotation(String key) {
        return ANNOTATION.equals(key);
    }

    public static boolean isContainer(String name) {
        return contains(CONTAINERS, name);
    }

    public static boolean isVolume(String name) {
        return contains(VOLUMES, name);
    }

    /** Returns whether {@code spec.tracing} sets this environment variable. */
    public static boolean isTracingVariable(String name) {
        return contains(TRACING_ENVIRONMENT, name);
    }

    /** Returns whether the path is one of the operator's mount paths, is below one of them or contains one. */
    public static boolean overlapsMountPath(String path) {
        return Set.of(MOUNT_PATHS.split(", ")).stream()
                .anyMatch(own -> (path + "/").startsWith(own + "/") || (own + "/").startsWith(path + "/"));
    }

    private static boolean contains(String names, String name) {
        return Set.of(names.split(", ")).contains(name);
    }
}
