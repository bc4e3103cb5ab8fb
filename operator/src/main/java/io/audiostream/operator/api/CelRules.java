package io.audiostream.operator.api;

/**
 * CEL expressions of the schema's rules.
 *
 * <p>A rule that reads a duration matches its text first. For any other text, {@code duration()} would add its own
 * error to the message of the rule. The schema accepts numbers there, so that the rule refuses one with its message: a
 * type error would not say that the unit is missing.
 */
final class CelRules {
    static final String IS_DURATION = "type(self) == string && self.matches('" + Patterns.DURATION + "') && ";

    private static final String DURATION_AT_LEAST = "duration(self) >= duration('";
    private static final String AND_AT_MOST = "') && duration(self) <= duration('";

    static final String DRAIN_TIMEOUT = IS_DURATION + DURATION_AT_LEAST + SpecLimits.MIN_TIMEOUT + AND_AT_MOST
            + SpecLimits.MAX_STREAM_TIMEOUT + "')";

    /** Rule of the maximum stream age and of the stream idle timeout: zero means no limit. */
    static final String STREAM_TIMEOUT_OR_ZERO = IS_DURATION + "(duration(self) == duration('0s') || "
            + DURATION_AT_LEAST + SpecLimits.MIN_TIMEOUT + AND_AT_MOST + SpecLimits.MAX_STREAM_TIMEOUT + "'))";

    static final String REQUEST_TIMEOUT = IS_DURATION + DURATION_AT_LEAST + SpecLimits.MIN_TIMEOUT + AND_AT_MOST
            + SpecLimits.MAX_REQUEST_TIMEOUT + "')";

    static final String KEEP_ALIVE_INTERVAL = IS_DURATION + DURATION_AT_LEAST + SpecLimits.MIN_TIMEOUT + AND_AT_MOST
            + SpecLimits.MAX_KEEP_ALIVE_INTERVAL + "')";

    static final String KEEP_ALIVE_TIMEOUT = IS_DURATION + DURATION_AT_LEAST + SpecLimits.MIN_KEEP_ALIVE_TIMEOUT
            + AND_AT_MOST + SpecLimits.MAX_KEEP_ALIVE_TIMEOUT + "')";

    static final String STABILIZATION =
            IS_DURATION + "duration(self) <= duration('" + SpecLimits.MAX_STABILIZATION + "')";

    /**
     * Whenever the API server checks a resource, both fields are set. It also checks the schema's own default {}, which
     * has neither.
     */
    static final String TIMEOUT_BELOW_INTERVAL =
            "!has(self.timeout) || !has(self.interval) || type(self.timeout) != string || type(self.interval) != string"
                    + " || !self.timeout.matches('" + Patterns.DURATION + "') || !self.interval.matches('"
                    + Patterns.DURATION
                    + "') || duration(self.timeout) < duration(self.interval)";

    static final String IS_MESSAGE_SIZE = "type(self) == int ? (self >= " + SpecLimits.MIN_MESSAGE_BYTES
            + " && self <= " + SpecLimits.MAX_MESSAGE_BYTES
            + ") : (type(self) == string && isQuantity(self) && quantity(self).isInteger()"
            + " && quantity(self).asInteger() >= " + SpecLimits.MIN_MESSAGE_BYTES
            + " && quantity(self).asInteger() <= " + SpecLimits.MAX_MESSAGE_BYTES + ")";

    static final String CACHE_SIZE = "type(self) == int ? (self >= " + SpecLimits.MIN_CACHE_BYTES + " && self <= "
            + SpecLimits.MAX_CACHE_BYTES
            + ") : (type(self) == string && isQuantity(self) && quantity(self).isInteger()"
            + " && quantity(self).asInteger() >= " + SpecLimits.MIN_CACHE_BYTES
            + " && quantity(self).asInteger() <= " + SpecLimits.MAX_CACHE_BYTES + ")";

    static final String MAX_UNUSED_AGE = IS_DURATION + DURATION_AT_LEAST + SpecLimits.MIN_UNUSED_AGE + AND_AT_MOST
            + SpecLimits.MAX_UNUSED_AGE + "')";

    static final String ARE_ORIGINS = "self.all(origin, origin.matches('" + Patterns.ORIGIN + "') && !origin.matches('"
            + Patterns.ORIGIN_WITH_DEFAULT_PORT + "'))";

    static final String CORS_MAX_AGE =
            IS_DURATION + "duration(self) <= duration('" + SpecLimits.MAX_CORS_MAX_AGE + "')";

    static final String IS_IMAGE = "self.matches('" + Patterns.IMAGE + "')";

    static final String IS_PULL_POLICY = "self in ['Always', 'IfNotPresent', 'Never']";

    static final String IS_OBJECT_NAME = "self.matches('" + Patterns.OBJECT_NAME + "')";

    static final String IS_MODEL_PATH = "self != '' && !self.startsWith('/') && !self.endsWith('/')"
            + " && !self.split('/').exists(part, part in ['', '.', '..'])";

    static final String ONE_MODEL_SOURCE = "[has(self.name), has(self.uri), has(self.huggingFace), has(self.s3),"
            + " has(self.volume), has(self.image), has(self.ref)].filter(given, given).size() == 1";

    /** Holds also without any source, which has a message of its own. */
    static final String IS_DOWNLOADED = "has(self.name) || has(self.uri) || has(self.huggingFace) || has(self.s3)"
            + " || !has(self.volume) && !has(self.image) && !has(self.ref)";

    /** A {@code TranscriptionModel} has a claim of its own. */
    static final String IS_FETCHED_MODEL =
            "!has(self.volume) && !has(self.image) && !has(self.ref) && !has(self.cache)";

    static final String ARE_ACCESS_MODES =
            "self.all(mode, mode in ['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'])";

    static final String CTRANSLATE2_READS_NO_FILE = "self.engine != 'ctranslate2' || !has(self.model)"
            + " || !has(self.model.uri) && !has(self.model.huggingFace) && !has(self.model.s3)";

    /** The presets of {@link FolderPreset}. */
    static final String CTRANSLATE2_READS_THE_PRESET =
            "self.engine != 'ctranslate2' || !has(self.model) || !has(self.model.name) || self.model.name in"
                    + " ['tiny', 'base', 'small', 'medium', 'large-v3', 'large-v3-turbo']";

    /** Holds also for a value of the wrong form, which has a message of its own. */
    private static final String REQUESTED_CPU_IS_ABOVE_ZERO = "(!isQuantity(string(self.resources.requests['"
            + ResourceNames.CPU + "'])) || quantity(string(self.resources.requests['" + ResourceNames.CPU
            + "'])).compareTo(quantity('0')) > 0)";

    private static final String CPU_LIMIT_IS_ABOVE_ZERO = "(!isQuantity(string(self.resources.limits['"
            + ResourceNames.CPU + "'])) || quantity(string(self.resources.limits['" + ResourceNames.CPU
            + "'])).compareTo(quantity('0')) > 0)";

    /**
     * Kubernetes measures utilization against the request, and gives no utilization for a request of zero. It uses a
     * limit as the request where only the limit is set.
     */
    static final String CPU_UTILIZATION_HAS_A_REQUEST =
            "!has(self.autoscaling) || has(self.autoscaling.targetSlotUtilizationPercentage)"
                    + " && !has(self.autoscaling.targetCPUUtilizationPercentage)"
                    + " || has(self.resources) && (has(self.resources.requests) && '" + ResourceNames.CPU
                    + "' in self.resources.requests ? " + REQUESTED_CPU_IS_ABOVE_ZERO
                    + " : has(self.resources.limits) && '" + ResourceNames.CPU + "' in self.resources.limits && "
                    + CPU_LIMIT_IS_ABOVE_ZERO + ")";

    /** Holds also for a limit of the wrong form, which has a message of its own. A limit of 0 counts as one core. */
    static final String THREADS_ARE_WITHIN_CPU_LIMIT =
            "!has(self.threads) || self.threads <= 1 || !has(self.resources) || !has(self.resources.limits) || !('"
                    + ResourceNames.CPU + "' in self.resources.limits) || !isQuantity(string(self.resources.limits['"
                    + ResourceNames.CPU + "'])) || quantity(string(self.resources.limits['" + ResourceNames.CPU
                    + "'])).asApproximateFloat() > double(self.threads - 1)";

    static final String ARE_RESOURCES = "self.all(key, (key in ['" + ResourceNames.CPU + "', '" + ResourceNames.MEMORY
            + "', '" + ResourceNames.EPHEMERAL_STORAGE + "'] || key.startsWith('" + ResourceNames.HUGEPAGES_PREFIX
            + "') || key.contains('/')) && isQuantity(string(self[key]))"
            + " && quantity(string(self[key])).compareTo(quantity('0')) >= 0)";

    static final String REQUESTS_WITHIN_LIMITS =
            "!has(self.requests) || !has(self.limits) || self.requests.all(key, !(key in self.limits)"
                    + " || !isQuantity(string(self.requests[key])) || !isQuantity(string(self.limits[key]))"
                    + " || quantity(string(self.requests[key])).compareTo(quantity(string(self.limits[key]))) <= 0)";

    static final String HAS_MEMORY_FOR_ENVOY = "!has(self.limits) || !('" + ResourceNames.MEMORY
            + "' in self.limits) || !isQuantity(string(self.limits['" + ResourceNames.MEMORY
            + "'])) || quantity(string(self.limits['" + ResourceNames.MEMORY + "'])).compareTo(quantity('"
            + SpecLimits.MIN_ENVOY_MEMORY + "')) >= 0";

    static final String IS_TLS_VERSION = "self in ['TLSv1.2', 'TLSv1.3']";

    static final String IS_CLIENT_CERTIFICATE_MODE = "self in ['Required', 'Optional']";

    static final String ARE_OPEN_SERVICES = "self.all(service, service in ['health', 'reflection', 'models'])";

    static final String IS_NOT_EMPTY = "self != ''";

    static final String ARE_AUDIENCES = "self.size() > 0 && self.all(audience, audience != '')";

    /** The API server cannot parse JSON. Envoy's words about other mistakes become visible in its log. */
    static final String IS_JWKS = "self.matches('^\\\\s*[{]') && self.contains('\"keys\"')";

    static final String IS_SECRET_KEY = "self.matches('" + Patterns.SECRET_KEY + "')";

    static final String IS_HTTPS_ADDRESS = "self.matches('" + Patterns.HTTPS_ADDRESS + "')";

    private static final String CALLERS_ARE_KNOWN =
            "has(self.authentication) || has(self.tls) && has(self.tls.clientCertificates)";

    static final String SLOTS_PER_CALLER_NEED_CALLERS = "!has(self.slotsPerCaller) || " + CALLERS_ARE_KNOWN;

    static final String RATE_PER_CALLER_NEEDS_CALLERS =
            "!has(self.rateLimit) || !has(self.rateLimit.requestsPerSecondPerCaller) || " + CALLERS_ARE_KNOWN;

    static final String IS_USER_IDS = "self in ['Fixed', 'Platform']";

    static final String IS_NOT_ROOT = "self > 0";

    static final String IS_FS_GROUP_CHANGE_POLICY = "self in ['OnRootMismatch', 'Always']";

    static final String ARE_GROUPS = "self.all(group, group >= 0)";

    static final String IS_NUMBER_OF_PODS = "type(self) == int ? self >= 0 && self <= " + SpecLimits.MAX_REPLICAS
            + " : type(self) == string && self.matches('" + Patterns.PERCENTAGE + "')";

    /** Holds also for values of a wrong form, which have messages of their own. */
    static final String A_ROLLOUT_CAN_PROCEED = "!has(self.maxSurge) || !has(self.maxUnavailable)"
            + " || !(string(self.maxSurge) in ['0', '0%']) || !(string(self.maxUnavailable) in ['0', '0%'])";

    static final String IS_DISRUPTION = "type(self) == int ? self > 0 && self <= " + SpecLimits.MAX_REPLICAS
            + " : type(self) == string && self.matches('" + Patterns.PERCENTAGE + "') && self != '0%'";

    static final String ARE_OTHER_LABELS = "self.all(key, !(key in '" + ReservedNames.LABELS + "'.split(', ')))";

    static final String ARE_OTHER_ANNOTATIONS = "!('" + ReservedNames.ANNOTATION + "' in self)";

    static final String SELECTS_LINUX = "!('kubernetes.io/os' in self) || self['kubernetes.io/os'] == 'linux'";

    static final String ARE_SECRETS = "self.all(secret, secret.name.matches('" + Patterns.OBJECT_NAME + "'))";

    static final String ARE_OTHER_CONTAINERS =
            "self.all(container, !(container.name in '" + ReservedNames.CONTAINERS + "'.split(', ')))";

    static final String ARE_OTHER_VOLUMES =
            "self.all(volume, !(volume.name in '" + ReservedNames.VOLUMES + "'.split(', ')))";

    static final String ARE_OTHER_VARIABLES =
            "self.all(variable, variable.name != '" + ReservedNames.ENVIRONMENT + "')";

    static final String ARE_NO_TRACING_VARIABLES = "!has(self.tracing) || !has(self.template)"
            + " || !has(self.template.transcriberContainer) || !has(self.template.transcriberContainer.env)"
            + " || self.template.transcriberContainer.env.all(variable, !(variable.name in '"
            + ReservedNames.TRACING_ENVIRONMENT + "'.split(', ')))";

    static final String IS_LOG_LEVEL = "self in ['Error', 'Warn', 'Info', 'Debug']";

    static final String IS_LOG_FORMAT = "self in ['Json', 'Text']";

    static final String IS_ENVOY_LOG_LEVEL = "self in ['Error', 'Warn', 'Info']";

    static final String IS_NO_LEVEL_VARIABLE = "!has(self.logging) || !has(self.logging.level)"
            + " || self.logging.level == '" + SpecDefaults.LOG_LEVEL + "' || !has(self.template)"
            + " || !has(self.template.transcriberContainer) || !has(self.template.transcriberContainer.env)"
            + " || self.template.transcriberContainer.env.all(variable, variable.name != '"
            + ReservedNames.LOG_LEVEL + "')";

    static final String ARE_OTHER_MOUNTS = "self.all(mount, mount.mountPath.matches('" + Patterns.MOUNT_PATH
            + "') && !mount.mountPath.matches('" + Patterns.UPWARD_PATH + "') && !'" + ReservedNames.MOUNT_PATHS
            + "'.split(', ').exists(own, (mount.mountPath + '/').startsWith(own + '/')"
            + " || (own + '/').startsWith(mount.mountPath + '/')))";

    private static final String VOLUME_EXISTS =
            ".volumeMounts.all(mount, has(self.pod) && has(self.pod.volumes) && self.pod.volumes.exists(volume,"
                    + " volume.name == mount.name))";

    static final String TRANSCRIBER_MOUNTS_HAVE_VOLUMES = "!has(self.transcriberContainer)"
            + " || !has(self.transcriberContainer.volumeMounts) || self.transcriberContainer" + VOLUME_EXISTS;

    static final String ENVOY_MOUNTS_HAVE_VOLUMES = "!has(self.envoyContainer)"
            + " || !has(self.envoyContainer.volumeMounts) || self.envoyContainer" + VOLUME_EXISTS;

    static final String IS_SERVICE_TYPE = "self in ['ClusterIP', 'NodePort', 'LoadBalancer']";

    static final String CLASS_NEEDS_LOAD_BALANCER = "!has(self.loadBalancerClass) || self.type == 'LoadBalancer'";

    static final String RANGES_NEED_LOAD_BALANCER =
            "!has(self.loadBalancerSourceRanges) || self.type == 'LoadBalancer'";

    static final String EXTERNAL_POLICY_NEEDS_NODE_PORT =
            "!has(self.externalTrafficPolicy) || self.type != 'ClusterIP'";

    static final String NODE_PORT_NEEDS_NODE_PORT = "!has(self.nodePort) || self.type != 'ClusterIP'";

    static final String IS_TRAFFIC_POLICY = "self in ['Cluster', 'Local']";

    static final String IS_IP_FAMILY_POLICY = "self in ['SingleStack', 'PreferDualStack', 'RequireDualStack']";

    static final String ARE_IP_FAMILIES =
            "self.size() > 0 && self.all(family, family in ['IPv4', 'IPv6']) && (self.size() < 2 || self[0] != self[1])";

    static final String ARE_HOSTS =
            "self.all(host, host.matches('" + Patterns.HOST + "') && !host.matches('" + Patterns.NUMERIC_HOST + "'))";

    static final String ARE_DIFFERENT = "self.all(element, self.exists_one(other, other == element))";

    /** A comparison of whole objects costs more than the API server permits. */
    static final String ARE_DIFFERENT_PARENTS = "self.all(one, self.exists_one(other, one.name == other.name"
            + " && (!has(one.__namespace__) && !has(other.__namespace__) || has(one.__namespace__)"
            + " && has(other.__namespace__) && one.__namespace__ == other.__namespace__)"
            + " && (!has(one.sectionName) && !has(other.sectionName) || has(one.sectionName)"
            + " && has(other.sectionName) && one.sectionName == other.sectionName)))";

    static final String IS_NAMESPACE = "self.matches('" + Patterns.NAMESPACE + "')";

    static final String IS_SESSION_AFFINITY = "self in ['None', 'ClientIP']";

    private CelRules() {}
}
