package io.audiostream.operator.api;

/**
 * Messages that state why a resource is refused and what to write instead. The rules of the schema and the readers of
 * the model use the same ones.
 */
public final class SpecMessages {
    /** The resource's name is not a valid name of a Service. */
    public static final String SERVICE_NAME =
            "metadata.name becomes the name of a Service: write at most 63 lower-case letters, digits and '-',"
                    + " beginning with a letter and without dots";

    /** The resource's name is that of an object which Kubernetes creates by itself. */
    public static final String RESERVED_NAME =
            "metadata.name becomes the name of a ServiceAccount, and default is the one that Kubernetes creates in each"
                    + " namespace: write another name, such as speech";

    /** {@code spec.model} has no source or several. */
    public static final String ONE_MODEL_SOURCE =
            "write exactly one of name (a preset, such as base-q8_0), uri, huggingFace and s3 (each with sha256), volume,"
                    + " image and ref";

    /** {@code spec.model.sha256} is missing beside {@code uri}. */
    public static final String SHA256_REQUIRED =
            "required with uri, huggingFace and s3: write the 64 hex digits that `sha256sum FILE` prints";

    /** {@code spec.model.sha256} is set beside {@code name}. */
    public static final String SHA256_OF_PRESET = "leave sha256 out with name: the checksum of a preset is built in";

    /** {@code spec.model.sha256} is not a SHA-256. */
    public static final String SHA256 = "must be 64 hex digits in lower case, as `sha256sum FILE` prints them";

    /** {@code spec.model.cache.maxSize} is outside of its bounds. */
    public static final String CACHE_SIZE = "must be a quantity of whole bytes from " + SpecLimits.MIN_CACHE_SIZE
            + " to " + SpecLimits.MAX_CACHE_SIZE + ", such as 20Gi";

    /** {@code spec.model.cache.maxUnusedAge} is outside of its bounds. */
    public static final String UNUSED_AGE = "must be a duration from " + SpecLimits.MIN_UNUSED_AGE + " to "
            + SpecLimits.MAX_UNUSED_AGE + ", such as 720h";

    /** The name of a {@code TranscriptionModel} is invalid. */
    public static final String TRANSCRIPTION_MODEL_NAME =
            "must be a name of at most 50 lower-case letters, digits and '-', beginning and ending with a letter or digit";

    /** {@code spec.model} of a {@code TranscriptionModel} has a field of a source that needs no fetch. */
    public static final String FETCHED_MODEL =
            "leave out volume, image, ref and cache: a TranscriptionModel fetches name, uri, huggingFace or s3 to a claim of"
                    + " its own";

    /** Another field of {@code spec.model} is set beside {@code ref}. */
    public static final String REF_ALONE =
            "write ref alone: the TranscriptionModel has the source, the checksum and the download";

    /** {@code spec.model} of a {@code TranscriptionModel} changed. */
    public static final String MODEL_CHANGED =
            "cannot change, because services may use the model: create another TranscriptionModel and let them name it";

    /** The storage class of a {@code TranscriptionModel} changed. */
    public static final String STORAGE_CLASS_CHANGED = "cannot change: create another TranscriptionModel";

    /** The access modes of a {@code TranscriptionModel} changed. */
    public static final String ACCESS_MODES_CHANGED = "cannot change: create another TranscriptionModel";

    /** The name of a storage class is invalid. */
    public static final String STORAGE_CLASS =
            "must be the name of a storage class, as kubectl get storageclass shows it";

    /** An access mode is unknown, or one that cannot be written. */
    public static final String ACCESS_MODES =
            "must be ReadWriteOnce, ReadWriteMany or ReadWriteOncePod: the model is written to the claim once";

    /** {@code spec.model.cache} is set beside {@code volume} or {@code image}. */
    public static final String CACHE_WITHOUT_DOWNLOAD =
            "leave cache out with volume, image and ref: pods download only models of name, uri, huggingFace and s3";

    /** {@code spec.model.uri} is not the address of a file. */
    public static final String MODEL_URI =
            "must begin with https:// or http:// and name a file; for a file in the cluster use volume";

    /** {@code spec.model.uri} has a user before the host. */
    public static final String URI_WITH_USER = "must have no user and no password, which everybody could read who may"
            + " read pods: put them into a Secret with the entries username and password, and name it in"
            + " model.download.credentials.secretName";

    /** {@code spec.model.uri} has a token in its query. */
    public static final String URI_WITH_TOKEN =
            "must have no token and no signature in its query, which everybody could"
                    + " read who may read pods: put the query into a Secret as its entry query, or a token as its entry token,"
                    + " and name it in model.download.credentials.secretName";

    /** {@code spec.model.download} is set beside {@code volume} or {@code image}. */
    public static final String DOWNLOAD_WITHOUT_DOWNLOAD =
            "leave download out with volume, image and ref: pods download only models of name, uri, huggingFace and s3";

    /** {@code spec.model.download.credentials.header} is set beside {@code s3}. */
    public static final String HEADER_WITH_S3 = "leave header out with s3: the keys of the Secret sign the requests";

    /** The name of a header is invalid, or the client sets it. */
    public static final String HEADER = "must be the name of a header, such as X-JFrog-Art-Api, but not Connection,"
            + " Content-Length, Expect, Host, Range or Upgrade";

    /** {@code caCertificates} has no source or two. */
    public static final String ONE_CA_SOURCE = "write exactly one of configMapName and secretName";

    /** The name of a ConfigMap is not a valid name of an object. */
    public static final String CONFIG_MAP_NAME =
            "must be the name of a ConfigMap in this namespace: lower-case letters, digits, '-' and '.'";

    /** The key of the entry with certificates is invalid. */
    public static final String CA_KEY =
            "must be the key of an entry with certificates, such as ca.crt: letters, digits, '-', '_' and '.'";

    /** {@code proxy} names no proxy. */
    public static final String PROXY_MISSING = "write httpsProxy, httpProxy or both: noProxy alone has no effect";

    /** A proxy is not the address of an HTTP proxy. */
    public static final String PROXY = "must be the address of an HTTP proxy, such as http://proxy.example.com:3128,"
            + " without a user: proxies that demand a password are not supported";

    /** An entry of {@code noProxy} is invalid. */
    public static final String NO_PROXY =
            "must be hosts and domains, such as models.example.com or .cluster.local, or *:"
                    + " without scheme, port and address range";

    /** The name of a repository is invalid. */
    public static final String REPOSITORY =
            "must be the repository as OWNER/NAME, such as ggerganov/whisper.cpp, without https://";

    /** A revision is invalid. */
    public static final String REVISION = "must be a commit, tag or branch, such as main or v1.2";

    /** An endpoint is not an HTTP address. */
    public static final String ENDPOINT = "must begin with https:// or http:// and name a host, such as"
            + " https://store.example.com, without a user and without a query";

    /** The name of a bucket is invalid. */
    public static final String BUCKET = "must be the name of a bucket: 3 to 63 lower-case letters, digits, '-' and '.'";

    /** A region is invalid. */
    public static final String S3_REGION = "must be a region, such as eu-central-1: lower-case letters, digits and '-'";

    /** {@code spec.engine} is ctranslate2 beside {@code spec.model.uri}. */
    public static final String ENGINE_OF_FILE =
            "uri, huggingFace and s3 name a single ggml file, which only whisper.cpp reads: leave engine out, or provide the folder of a"
                    + " CTranslate2 model by volume or image";

    /** {@code spec.model.name} is a preset that CTranslate2 cannot read. */
    public static final String PRESET_WITHOUT_FOLDER = "this preset exists in the ggml format of whisper.cpp only: with"
            + " ctranslate2 use tiny, base, small, medium, large-v3 or large-v3-turbo, or leave engine out";

    /** {@code spec.language} is not a language code. */
    public static final String LANGUAGE =
            "must be auto, or a language code of Whisper, such as en, de, es, fr, ja or zh";

    /** {@code spec.language} is not English, but the model transcribes English only. */
    public static final String ENGLISH_ONLY =
            "a model with .en in its name transcribes English only: write language: en, or use the model without .en";

    /** {@code spec.language} is Cantonese and the model does not support it. */
    public static final String CANTONESE =
            "only the large-v3 models support Cantonese (yue): use one of them, or write language: zh";

    /** The name of a claim is not a valid name of an object. */
    public static final String CLAIM_NAME =
            "must be the name of a PersistentVolumeClaim in this namespace: lower-case letters, digits, '-' and '.'";

    /** The path of a model is absolute, leaves the volume or ends with a slash. */
    public static final String MODEL_PATH =
            "must be a relative path, such as whisper/ggml-base.bin, without . or .. and without a '/' at the end";

    /** An image reference is malformed. */
    public static final String IMAGE = "must be an image reference in lower case, such as"
            + " registry.example.com/team/transcriber:1.2.3, or one that ends in @sha256: and 64 hex digits";

    /** {@code spec.model.image.pullPolicy} is unknown. */
    public static final String PULL_POLICY = "must be Always, IfNotPresent or Never";

    /** An origin is not as browsers write it. */
    public static final String ORIGIN = "must be origins as browsers write them, such as https://app.example.com,"
            + " http://localhost:3000 or https://*.example.com: in lower case, without path, without the default port,"
            + " with * in the first label only";

    /** A message size is out of range. */
    public static final String MESSAGE_SIZE = "must be a whole number of bytes from " + SpecLimits.MIN_MESSAGE_SIZE
            + " to " + SpecLimits.MAX_MESSAGE_SIZE + ", such as 50Mi, 1Gi or 52428800";

    /** {@code spec.envoy.keepAlive.timeout} is not below the interval. */
    public static final String KEEP_ALIVE_TIMEOUT =
            "must be shorter than keepAlive.interval: a client must answer a PING before Envoy sends the next one";

    /** {@code spec.autoscaling.maxReplicas} is below the minimum. */
    public static final String MAX_BELOW_MIN_REPLICAS =
            "must not be below minReplicas: raise maxReplicas, or lower minReplicas";

    /** Autoscaling by CPU is set, but no CPU request above zero. */
    public static final String CPU_REQUEST =
            "autoscaling by CPU requires a CPU request above zero: write resources.requests.cpu, such as \"2\", or set"
                    + " autoscaling.targetSlotUtilizationPercentage alone";

    /** {@code spec.threads} is above the CPU limit. */
    public static final String THREADS_WITHIN_CPU_LIMIT =
            "must be at most the CPU limit, rounded up to whole cores: with more threads the kernel pauses all of them in"
                    + " each period of the limit. Raise resources.limits.cpu, leave it out, or write fewer threads";

    /** The security context of a container of the operator has a user or a group. */
    public static final String USER_OF_POD =
            "must be left out: all containers of a pod run as the same user, because Envoy's administration socket is open to"
                    + " its owner alone. Write it into template.pod.securityContext";

    /** A map of resources has an unknown name, or a value that is not a quantity or negative. */
    public static final String RESOURCES =
            "must name cpu, memory, ephemeral-storage or a resource with a '/', each with"
                    + " a quantity, such as cpu: 500m and memory: 1Gi; the units are m, k, M, G and Ki, Mi, Gi, never KB,"
                    + " MB or GB; a quantity must not be negative";

    /** A request is above its limit. */
    public static final String REQUEST_ABOVE_LIMIT =
            "must not be more than limits: lower the request, or raise the limit of the same name";

    /** The memory limit of Envoy is too small. */
    public static final String ENVOY_MEMORY = "limits.memory must be at least " + SpecLimits.MIN_ENVOY_MEMORY
            + ", the memory that Envoy needs to start; the default is " + SpecDefaults.ENVOY_MEMORY_LIMIT;

    /** {@code spec.tracing.endpoint} is not an HTTP address. */
    public static final String TRACING_ENDPOINT =
            "must be the address of a collector that accepts OTLP over HTTP, such as http://collector:4318,"
                    + " without a user";

    /** The name of a Secret is not a valid name of an object. */
    public static final String SECRET_NAME =
            "must be the name of a Secret in this namespace: lower-case letters, digits, '-' and '.'";

    /** The key of a Secret's entry is invalid. */
    public static final String SECRET_KEY =
            "must be the key of an entry of the Secret, such as jwks.json: letters, digits, '-', '_' and '.'";

    /** {@code spec.envoy.tls.minVersion} is unknown. */
    public static final String TLS_VERSION = "must be TLSv1.2 or TLSv1.3";

    /** {@code spec.envoy.tls.clientCertificates.mode} is unknown. */
    public static final String CLIENT_CERTIFICATE_MODE = "must be Required or Optional";

    /** {@code spec.envoy.authentication} accepts neither keys nor tokens. */
    public static final String AUTHENTICATION_METHOD =
            "write apiKeys, jwt or both: without them no call could be authenticated";

    /** {@code spec.envoy.authentication.open} has an unknown entry. */
    public static final String OPEN_SERVICES = "must name only health, reflection and models";

    /** {@code spec.envoy.authentication.jwt.issuer} is empty. */
    public static final String JWT_ISSUER = "must be the claim iss of the tokens, such as https://login.example.com/";

    /** {@code spec.envoy.authentication.jwt.audiences} has no audience or an empty one. */
    public static final String JWT_AUDIENCES =
            "must name at least one audience, and no empty one: tokens for other services would be accepted";

    /** {@code spec.envoy.authentication.jwt.jwks} has no source or several. */
    public static final String ONE_JWKS_SOURCE = "write exactly one of inline, secretName (with key) and uri";

    /** {@code key} without {@code secretName}, or the reverse. */
    public static final String JWKS_KEY = "write key, such as jwks.json, together with secretName";

    /** {@code inline} is not a key set. */
    public static final String JWKS_INLINE =
            "must be a JSON Web Key Set: an object with the member \"keys\", as the issuer publishes it";

    /** {@code uri} is not an HTTPS address. */
    public static final String JWKS_URI =
            "must begin with https:// and name a host and a path, such as https://login.example.com/jwks.json";

    /** {@code spec.envoy.rateLimit} limits nothing. */
    public static final String RATE_LIMIT = "write requestsPerSecond, requestsPerSecondPerCaller or both";

    /** {@code burst} without {@code requestsPerSecond}. */
    public static final String BURST = "write requestsPerSecond too: a burst alone limits nothing";

    /** {@code burstPerCaller} without {@code requestsPerSecondPerCaller}. */
    public static final String BURST_PER_CALLER = "write requestsPerSecondPerCaller too: a burst alone limits nothing";

    /** A limit per caller, but callers are not authenticated. */
    public static final String CALLERS_ARE_UNKNOWN =
            "a limit per caller needs to know the caller: write authentication, or tls.clientCertificates, or leave the"
                    + " limit out";

    /** {@code spec.template.pod.userIds} is unknown. */
    public static final String USER_IDS = "must be Fixed or Platform";

    /** The user is root. */
    public static final String NOT_ROOT =
            "must be from 1 to " + SpecLimits.MAX_ID + ": the containers refuse to run as root (0)";

    /** {@code spec.template.pod.securityContext.fsGroupChangePolicy} is unknown. */
    public static final String FS_GROUP_CHANGE_POLICY = "must be OnRootMismatch or Always";

    /** A group is negative. */
    public static final String GROUPS = "must be groups from 0 to " + SpecLimits.MAX_ID;

    /** A number of pods is neither a number nor a percentage. */
    public static final String NUMBER_OF_PODS = "must be a number of pods from 0 to " + SpecLimits.MAX_REPLICAS
            + ", such as 1, or a percentage from 0% to 100%, such as 25%";

    /** {@code spec.rollingUpdate} has zero in both fields. */
    public static final String ROLLOUT_WITHOUT_PODS =
            "maxSurge and maxUnavailable must not both be 0: a rollout could neither add nor remove a pod. Raise one of"
                    + " them, or leave it out";

    /** {@code spec.podDisruptionBudget.maxUnavailable} is out of range. */
    public static final String DISRUPTION = "must be a number of pods from 1 to " + SpecLimits.MAX_REPLICAS
            + ", or a percentage from 1% to 100%: with 0 no node with a pod could be drained";

    /** A label is one of the operator's. */
    public static final String RESERVED_LABELS = "must not set the labels " + ReservedNames.LABELS
            + ", by which the Service and the operator select the pods";

    /** An annotation is one of the operator's. */
    public static final String RESERVED_ANNOTATION =
            "must not set " + ReservedNames.ANNOTATION + ", which the operator writes by the streams of a pod";

    /** The key of a label or an annotation is invalid. */
    public static final String LABEL_KEY =
            "must be the key of a label: letters, digits, '-', '_' and '.', at most 63, after an optional domain and a '/',"
                    + " such as example.com/team";

    /** The value of a label is invalid. */
    public static final String LABEL_VALUE =
            "must be the value of a label: at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends";

    /** A node selector selects nodes without Linux. */
    public static final String NODE_OS =
            "kubernetes.io/os must be linux, or be left out: the images contain programs for" + " Linux";

    /** The name of a PriorityClass is not a valid name of an object. */
    public static final String PRIORITY_CLASS =
            "must be the name of a PriorityClass: lower-case letters, digits, '-' and '.'";

    /** The name of a RuntimeClass is not a valid name of an object. */
    public static final String RUNTIME_CLASS =
            "must be the name of a RuntimeClass: lower-case letters, digits, '-' and '.'";

    /** The name of a ServiceAccount is not a valid name of an object. */
    public static final String SERVICE_ACCOUNT =
            "must be the name of a ServiceAccount in this namespace: lower-case letters, digits, '-' and '.'";

    /** A container has the name of one of the operator's. */
    public static final String RESERVED_CONTAINER =
            "must not have the names " + ReservedNames.CONTAINERS + ", which are containers of the operator";

    /** A volume has the name of one of the operator's. */
    public static final String RESERVED_VOLUME =
            "must not have the names " + ReservedNames.VOLUMES + ", which are volumes of the operator";

    /** A variable is one of the operator's. */
    public static final String RESERVED_VARIABLE =
            "must not set " + ReservedNames.ENVIRONMENT + ", which the operator sets";

    /** A variable is one that tracing sets. */
    public static final String TRACING_VARIABLE = "must not set " + ReservedNames.TRACING_ENVIRONMENT
            + " beside spec.tracing, which sets them: remove spec.tracing, or the variables";

    /** A variable is the one that {@code spec.logging.level} sets. */
    public static final String LEVEL_VARIABLE = "must not set " + ReservedNames.LOG_LEVEL
            + " beside another level in spec.logging.level: remove one of the two";

    /** {@code spec.logging.level} is unknown. */
    public static final String LOG_LEVEL = "must be Error, Warn, Info or Debug";

    /** {@code spec.logging.format} is unknown. */
    public static final String LOG_FORMAT = "must be Json or Text";

    /** {@code spec.envoy.logLevel} is unknown, or one at which Envoy logs credentials. */
    public static final String ENVOY_LOG_LEVEL =
            "must be Error, Warn or Info: at finer levels Envoy logs headers, with the credentials of clients";

    /** A mount path is invalid or overlaps with one of the operator's. */
    public static final String MOUNT_PATHS =
            "mountPath must be absolute, without '..' and without a '/' at the end, and"
                    + " must not be, contain or be below " + ReservedNames.MOUNT_PATHS;

    /** A mount names no volume. */
    public static final String MOUNT_WITHOUT_VOLUME =
            "each name must be that of a volume in spec.template.pod.volumes: add the volume, or correct the name";

    /** {@code spec.template.service.type} is unknown. */
    public static final String SERVICE_TYPE = "must be ClusterIP, NodePort or LoadBalancer";

    /** A field of load balancers without one. */
    public static final String NEEDS_LOAD_BALANCER = "needs type: LoadBalancer: set the type, or leave the field out";

    /** A field of node ports without one. */
    public static final String NEEDS_NODE_PORT =
            "needs type: NodePort or type: LoadBalancer: set the type, or leave the field out";

    /** A traffic policy is unknown. */
    public static final String TRAFFIC_POLICY = "must be Cluster or Local";

    /** {@code spec.template.service.ipFamilyPolicy} is unknown. */
    public static final String IP_FAMILY_POLICY = "must be SingleStack, PreferDualStack or RequireDualStack";

    /** {@code spec.template.service.ipFamilies} has an unknown family, one twice or none. */
    public static final String IP_FAMILIES = "must name IPv4, IPv6 or both, each once";

    /** {@code spec.template.service.sessionAffinity} is unknown. */
    public static final String SESSION_AFFINITY = "must be None or ClientIP";

    private SpecMessages() {}
}
