package io.audiostream.operator.api;

/**
 * Bounds of the fields of a {@code TranscriptionService}, inclusive.
 *
 * <p>The annotations of the schema, its CEL rules and the readers of the model use these constants, so each bound
 * exists once. Durations and sizes are written as users write them.
 */
public final class SpecLimits {
    /** Fewest streams that one pod serves at once. */
    public static final int MIN_SLOTS = 1;

    /** Most streams that one pod serves at once. */
    public static final int MAX_SLOTS = 256;

    /** Fewest threads on which a pod decodes. */
    public static final int MIN_THREADS = 1;

    /** Most threads on which a pod decodes. No common node has more cores. */
    public static final int MAX_THREADS = 256;

    /** Fewest pods without autoscaling. */
    public static final int MIN_REPLICAS = 0;

    /** Most pods, with and without autoscaling. */
    public static final int MAX_REPLICAS = 100;

    /** Fewest pods with autoscaling: a HorizontalPodAutoscaler cannot scale to zero. */
    public static final int MIN_AUTOSCALED_REPLICAS = 1;

    /** Smallest target of the autoscaler, in percent. */
    public static final int MIN_TARGET_PERCENT = 1;

    /** Largest target of the autoscaler, in percent. */
    public static final int MAX_TARGET_PERCENT = 100;

    /** Smallest share of traced streams, in percent. */
    public static final int MIN_SAMPLING_PERCENT = 0;

    /** Largest share of traced streams, in percent. */
    public static final int MAX_SAMPLING_PERCENT = 100;

    /** Shortest drain timeout, stream age, idle timeout, request timeout and keep-alive interval. */
    public static final String MIN_TIMEOUT = "1s";

    /** Longest drain timeout, stream age and idle timeout. */
    public static final String MAX_STREAM_TIMEOUT = "24h";

    /** Longest request timeout. */
    public static final String MAX_REQUEST_TIMEOUT = "1h";

    /** Longest interval between two PINGs. */
    public static final String MAX_KEEP_ALIVE_INTERVAL = "1h";

    /** Shortest time in which a PING must be answered. */
    public static final String MIN_KEEP_ALIVE_TIMEOUT = "100ms";

    /** Longest time in which a PING must be answered. */
    public static final String MAX_KEEP_ALIVE_TIMEOUT = "10m";

    /** Shortest stabilization window of the autoscaler. */
    public static final String MIN_STABILIZATION = "0s";

    /** Longest stabilization window of the autoscaler; the limit of Kubernetes. */
    public static final String MAX_STABILIZATION = "1h";

    /** Shortest time for which a browser may cache the answer to a preflight request: none. */
    public static final String MIN_CORS_MAX_AGE = "0s";

    /** Longest time for which a browser may cache the answer to a preflight request. */
    public static final String MAX_CORS_MAX_AGE = "24h";

    /** Most origins of web pages. */
    public static final int MAX_ORIGINS = 32;

    /** Smallest limit of a message's size: 64 KiB. */
    public static final String MIN_MESSAGE_SIZE = "64Ki";

    /** {@link #MIN_MESSAGE_SIZE} in bytes. */
    public static final long MIN_MESSAGE_BYTES = 64L << 10;

    /** Largest limit of a message's size: 1 GiB. */
    public static final String MAX_MESSAGE_SIZE = "1Gi";

    /** {@link #MAX_MESSAGE_SIZE} in bytes. */
    public static final long MAX_MESSAGE_BYTES = 1L << 30;

    /** Fewest connections of clients to a pod: enough for its own probes and some clients. */
    public static final int MIN_CONNECTIONS = 16;

    /** Most connections of clients to a pod. */
    public static final int MAX_CONNECTIONS = 100_000;

    /** Fewest streams of one connection. */
    public static final int MIN_STREAMS_PER_CONNECTION = 1;

    /** Most streams of one connection. */
    public static final int MAX_STREAMS_PER_CONNECTION = 65_536;

    /** Smallest memory limit of Envoy; below it Envoy would not start. */
    public static final String MIN_ENVOY_MEMORY = "64Mi";

    /** Characters of a duration. */
    static final int MAX_DURATION_LENGTH = 16;

    /** Characters of an origin. */
    static final int MAX_ORIGIN_LENGTH = 253;

    /** Characters of an image reference. */
    static final int MAX_IMAGE_LENGTH = 512;

    /** Characters of a URI. */
    static final int MAX_URI_LENGTH = 2048;

    /** Characters of a path inside a volume or an image. */
    static final int MAX_PATH_LENGTH = 1024;

    /** Most host names of a route; the limit of Gateway API. */
    public static final int MAX_HOSTS = 16;

    /** Characters of a host name; the limit of DNS. */
    public static final int MAX_HOST_LENGTH = 253;

    /** Most Gateways, or listeners of them, of a route. */
    public static final int MAX_PARENT_REFS = 16;

    /** Characters of a namespace; the limit of Kubernetes. */
    static final int MAX_NAMESPACE_LENGTH = 63;

    /** Characters of an object's name; the limit of Kubernetes. */
    static final int MAX_OBJECT_NAME_LENGTH = 253;

    /**
     * Characters of a checksum. Above the 64 of a SHA-256, so that a text of a wrong length gets the message of the
     * rule instead of the API server's own.
     */
    static final int MAX_CHECKSUM_LENGTH = 128;

    /** Characters of a language code. */
    static final int MAX_LANGUAGE_LENGTH = 8;

    /** Characters of a pull policy. */
    static final int MAX_PULL_POLICY_LENGTH = 16;

    /** Entries of a map of resources. */
    static final int MAX_RESOURCES = 16;

    /** Characters of a value from a short list of words. */
    static final int MAX_WORD_LENGTH = 16;

    /** Entries of {@code spec.envoy.authentication.open}. */
    static final int MAX_OPEN_SERVICES = 8;

    /** Entries of {@code spec.envoy.authentication.jwt.audiences}. */
    static final int MAX_AUDIENCES = 16;

    /** Characters of a JSON Web Key Set in the resource: some 40 RSA keys. */
    static final int MAX_JWKS_LENGTH = 32_768;

    /** Fewest new calls per second, and smallest burst. */
    public static final int MIN_RATE = 1;

    /** Most new calls per second, and largest burst. */
    public static final int MAX_RATE = 100_000;

    /** Largest user or group; the limit of Kubernetes. */
    public static final int MAX_ID = Integer.MAX_VALUE;

    /** Entries of {@code spec.template.pod.securityContext.supplementalGroups}. */
    static final int MAX_SUPPLEMENTAL_GROUPS = 16;

    /** Characters of the name of a header. */
    static final int MAX_HEADER_LENGTH = 128;

    /** Smallest bound of a cache of models. The smallest model has 32 MB. */
    public static final String MIN_CACHE_SIZE = "64Mi";

    /** {@link #MIN_CACHE_SIZE} in bytes. */
    public static final long MIN_CACHE_BYTES = 64L << 20;

    /** Largest bound of a cache of models. */
    public static final String MAX_CACHE_SIZE = "16Ti";

    /** {@link #MAX_CACHE_SIZE} in bytes. */
    public static final long MAX_CACHE_BYTES = 16L << 40;

    /** Shortest time after which a model without use is removed. */
    public static final String MIN_UNUSED_AGE = "1h";

    /** Longest time after which a model without use is removed: 10 years. */
    public static final String MAX_UNUSED_AGE = "87600h";

    /** Access modes of a claim. */
    static final int MAX_ACCESS_MODES = 4;

    /** Entries of {@code spec.model.download.proxy.noProxy}. */
    static final int MAX_NO_PROXY = 64;

    /** Labels, annotations or entries of a node selector in the resource. */
    static final int MAX_METADATA = 64;

    /** Elements of a list of {@code spec.template}. */
    static final int MAX_ADDITIONS = 16;

    /** Largest port. */
    public static final int MAX_PORT = 65_535;

    /** Families of addresses. */
    static final int MAX_IP_FAMILIES = 2;

    private SpecLimits() {}
}
