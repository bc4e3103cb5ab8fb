package io.audiostream.operator.api;

/**
 * Defaults of the fields of a {@code TranscriptionService}.
 *
 * <p>The schema and the readers of the model use these constants, so each default exists once. Durations and sizes are
 * written as users write them.
 */
public final class SpecDefaults {
    /** {@code spec.engine}: the engine for the format of the model. */
    public static final String ENGINE = "auto";

    /** {@code spec.language}: the transcriber detects the language. */
    public static final String LANGUAGE = "auto";

    /** {@code spec.slots}: streams that one pod serves at once. */
    public static final int SLOTS = 4;

    /** {@code spec.replicas}: pods. */
    public static final int REPLICAS = 1;

    /** {@code spec.autoscaling.minReplicas}: pods. */
    public static final int MIN_REPLICAS = 1;

    /** {@code spec.autoscaling.targetCPUUtilizationPercentage} where no target is set, in percent. */
    public static final int TARGET_CPU_PERCENT = 70;

    /** {@code spec.autoscaling.scaleDownStabilization}. */
    public static final String SCALE_DOWN_STABILIZATION = "5m";

    /** {@code spec.drainTimeout}. */
    public static final String DRAIN_TIMEOUT = "30s";

    /** {@code spec.maxStreamAge}: no limit. */
    public static final String MAX_STREAM_AGE = "0s";

    /** {@code spec.envoy.keepAlive.interval}. */
    public static final String KEEP_ALIVE_INTERVAL = "10s";

    /** {@code spec.envoy.keepAlive.timeout}. */
    public static final String KEEP_ALIVE_TIMEOUT = "5s";

    /** {@code spec.envoy.keepAlive.permitWithoutCalls}. */
    public static final boolean KEEP_ALIVE_WITHOUT_CALLS = true;

    /** {@code spec.envoy.maxReceiveMessageSize} and {@code maxSendMessageSize}: 50 MiB. */
    public static final String MESSAGE_SIZE = "50Mi";

    /** {@link #MESSAGE_SIZE} in bytes. */
    public static final long MESSAGE_BYTES = 50L << 20;

    /** {@code spec.envoy.streamIdleTimeout}. */
    public static final String STREAM_IDLE_TIMEOUT = "1h";

    /** {@code spec.envoy.requestTimeout}. */
    public static final String REQUEST_TIMEOUT = "10m";

    /** {@code spec.envoy.cors.maxAge}. */
    public static final String CORS_MAX_AGE = "10m";

    /** {@code spec.envoy.maxConnectionAge}. */
    public static final String MAX_CONNECTION_AGE = "30m";

    /** {@code spec.envoy.limits.streamsPerConnection}. */
    public static final int STREAMS_PER_CONNECTION = 1024;

    /** {@code spec.envoy.resources}: CPU request. */
    public static final String ENVOY_CPU_REQUEST = "100m";

    /** {@code spec.envoy.resources}: memory request. */
    public static final String ENVOY_MEMORY_REQUEST = "64Mi";

    /** {@code spec.envoy.resources}: CPU limit. */
    public static final String ENVOY_CPU_LIMIT = "2";

    /** {@code spec.envoy.resources}: memory limit. */
    public static final String ENVOY_MEMORY_LIMIT = "256Mi";

    /** {@code spec.envoy.resources}, as the schema states it. */
    static final String ENVOY_RESOURCES = "{\"requests\": {\"cpu\": \"" + ENVOY_CPU_REQUEST + "\", \"memory\": \""
            + ENVOY_MEMORY_REQUEST + "\"}, \"limits\": {\"cpu\": \"" + ENVOY_CPU_LIMIT + "\", \"memory\": \""
            + ENVOY_MEMORY_LIMIT + "\"}}";

    /** {@code spec.envoy.spillOver}. */
    public static final boolean SPILL_OVER = true;

    /** {@code spec.envoy.page}. */
    public static final boolean PAGE = true;

    /** {@code spec.logging.level}. */
    public static final String LOG_LEVEL = "Info";

    /** {@code spec.logging.format}. */
    public static final String LOG_FORMAT = "Json";

    /** {@code spec.envoy.logLevel}. */
    public static final String ENVOY_LOG_LEVEL = "Warn";

    /** {@code spec.tracing.samplingPercentage}, in percent. */
    public static final int SAMPLING_PERCENT = 100;

    /** {@code spec.envoy.tls.minVersion}. */
    public static final String TLS_MIN_VERSION = "TLSv1.2";

    /** {@code spec.envoy.tls.clientCertificates.mode}. */
    public static final String CLIENT_CERTIFICATE_MODE = "Required";

    /** {@code spec.envoy.authentication.open}: only the health service. */
    public static final String OPEN_SERVICE = "health";

    /** User, group and fsGroup of a pod that has fixed ids: the user of distroless images. */
    public static final int USER_ID = 65532;

    /** {@code spec.template.pod.securityContext.fsGroupChangePolicy}. */
    public static final String FS_GROUP_CHANGE_POLICY = "OnRootMismatch";

    /** {@code spec.model.download.caCertificates.key}. */
    public static final String CA_KEY = "ca.crt";

    /** {@code spec.model.huggingFace.revision}. */
    public static final String REVISION = "main";

    /** {@code spec.model.huggingFace.endpoint}. */
    public static final String HUGGING_FACE_ENDPOINT = "https://huggingface.co";

    /** {@code spec.model.s3.region}. */
    public static final String S3_REGION = "us-east-1";

    /** {@code spec.podDisruptionBudget.enabled}. */
    public static final boolean DISRUPTION_BUDGET = true;

    /** {@code spec.podDisruptionBudget.maxUnavailable}: pods. */
    public static final int MAX_DISRUPTED_PODS = 1;

    /** {@code spec.template.service.type}. */
    public static final String SERVICE_TYPE = "ClusterIP";

    /** {@code spec.template.service.ipFamilyPolicy}. */
    public static final String IP_FAMILY_POLICY = "PreferDualStack";

    private SpecDefaults() {}
}
