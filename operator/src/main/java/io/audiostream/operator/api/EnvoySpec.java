package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Settings of the Envoy sidecar. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = CelRules.SLOTS_PER_CALLER_NEED_CALLERS,
        fieldPath = ".slotsPerCaller",
        message = SpecMessages.CALLERS_ARE_UNKNOWN)
@ValidationRule(
        value = CelRules.RATE_PER_CALLER_NEEDS_CALLERS,
        fieldPath = ".rateLimit",
        message = SpecMessages.CALLERS_ARE_UNKNOWN)
public record EnvoySpec(
        @Size(max = SpecLimits.MAX_IMAGE_LENGTH)
        @ValidationRule(value = CelRules.IS_IMAGE, message = SpecMessages.IMAGE)
        @JsonPropertyDescription(
                "Image of Envoy, 1.34 or later. Default: the image that belongs to the operator's" + " version.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String image,

        @Default("{}")
        @JsonPropertyDescription("HTTP/2 PINGs by which Envoy detects dead connections of clients.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        KeepAliveSpec keepAlive,

        @Default(SpecDefaults.MESSAGE_SIZE)
        @ValidationRule(value = CelRules.IS_MESSAGE_SIZE, message = SpecMessages.MESSAGE_SIZE)
        @JsonPropertyDescription("Maximum size of one message from a client, " + SpecLimits.MIN_MESSAGE_SIZE + " to "
                + SpecLimits.MAX_MESSAGE_SIZE + ", as a quantity or in bytes; default " + SpecDefaults.MESSAGE_SIZE
                + ". The transcriber rejects a larger message with RESOURCE_EXHAUSTED.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        Quantity maxReceiveMessageSize,

        @Default(SpecDefaults.MESSAGE_SIZE)
        @ValidationRule(value = CelRules.IS_MESSAGE_SIZE, message = SpecMessages.MESSAGE_SIZE)
        @JsonPropertyDescription("Maximum size of one message to a client, " + SpecLimits.MIN_MESSAGE_SIZE + " to "
                + SpecLimits.MAX_MESSAGE_SIZE + ", as a quantity or in bytes; default " + SpecDefaults.MESSAGE_SIZE
                + ". A larger response ends its call with RESOURCE_EXHAUSTED.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        Quantity maxSendMessageSize,

        @Default(SpecDefaults.STREAM_IDLE_TIMEOUT)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.STREAM_TIMEOUT_OR_ZERO,
                message = "must be a duration from " + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_STREAM_TIMEOUT
                        + ", such as 90s, 5m or 1h, or 0s to turn it off")
        @JsonPropertyDescription(
                "Time after which Envoy ends a stream that is silent in both directions, "
                        + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_STREAM_TIMEOUT
                        + ", or 0s for no limit; default "
                        + SpecDefaults.STREAM_IDLE_TIMEOUT
                        + ". A stream without audio gets its last results before, and ends with"
                        + " UNAVAILABLE and the chunk from which a new stream resumes: a tenth of the time earlier, at most 30s.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        String streamIdleTimeout,

        @Default(SpecDefaults.REQUEST_TIMEOUT)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.REQUEST_TIMEOUT,
                message = "must be a duration from " + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_REQUEST_TIMEOUT
                        + ", such as 30s or 5m")
        @JsonPropertyDescription("Longest time that a unary call, which sends one recording, may wait or work, "
                + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_REQUEST_TIMEOUT + "; default "
                + SpecDefaults.REQUEST_TIMEOUT
                + ". A call that takes longer ends with DEADLINE_EXCEEDED. A recording that"
                + " cannot be transcribed in that time, or by the call's own deadline, is refused at once. The timeout"
                + " does not apply to streams.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        String requestTimeout,

        @JsonPropertyDescription("Web pages that may call the service from a browser (CORS), by gRPC-Web or HTTP."
                + " Default: none, so that a browser refuses the answers to pages of other origins.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        CorsSpec cors,

        @Default(SpecDefaults.MAX_CONNECTION_AGE)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.STREAM_TIMEOUT_OR_ZERO,
                message = "must be a duration from " + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_STREAM_TIMEOUT
                        + ", such as 30m or 4h, or 0s for no limit")
        @JsonPropertyDescription("Age at which Envoy asks the client of a connection to open a new one, "
                + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_STREAM_TIMEOUT + ", or 0s for no limit; default "
                + SpecDefaults.MAX_CONNECTION_AGE
                + ". Envoy adds a random part of up to 10 % for each connection, so that clients do not all connect again at"
                + " the same time. Streams on the old connection continue to their end. New streams use the new connection,"
                + " which may reach another pod, such as one that autoscaling has added.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        String maxConnectionAge,

        @Default("{}")
        @JsonPropertyDescription(
                "Limits of connections and streams, which protect a pod against clients that open too" + " many.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        EnvoyLimitsSpec limits,

        @Default(SpecDefaults.ENVOY_RESOURCES)
        @ValidationRule(value = CelRules.HAS_MEMORY_FOR_ENVOY, message = SpecMessages.ENVOY_MEMORY)
        @JsonPropertyDescription("Resource requests and limits of the Envoy container. Default: requests of "
                + SpecDefaults.ENVOY_CPU_REQUEST + " CPU and " + SpecDefaults.ENVOY_MEMORY_REQUEST
                + " memory, limits of " + SpecDefaults.ENVOY_CPU_LIMIT + " CPUs and " + SpecDefaults.ENVOY_MEMORY_LIMIT
                + " memory; a value replaces all four. Envoy runs as many threads as the CPU limit, or 2 without one,"
                + " and refuses requests with UNAVAILABLE before it exceeds the memory limit, at least "
                + SpecLimits.MIN_ENVOY_MEMORY + ".")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        ResourcesSpec resources,

        @JsonPropertyDescription("Serves TLS in place of plain text. Default: plain text.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        TlsSpec tls,

        @JsonPropertyDescription(
                "Refuses calls that are not authenticated, with UNAUTHENTICATED or HTTP 401. Default: a"
                        + " call needs no authentication.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        AuthenticationSpec authentication,

        @JsonPropertyDescription("Limits new calls per pod. Open streams do not count. Default: no limit.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        RateLimitSpec rateLimit,

        @Min(SpecLimits.MIN_SLOTS)
        @Max(SpecLimits.MAX_SLOTS)
        @JsonPropertyDescription(
                "Slots of a pod that one caller may use at once. A caller is the name of an API key, the"
                        + " subject of a token or of a client certificate. A further call gets RESOURCE_EXHAUSTED, or HTTP"
                        + " 429. Default: no limit.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        Integer slotsPerCaller,

        @Default("" + SpecDefaults.SPILL_OVER)
        @JsonPropertyDescription(
                "Whether a stream or call that finds no free slot in its pod goes to another pod of the"
                        + " resource. If false, the pod refuses it. Default: " + SpecDefaults.SPILL_OVER
                        + ".")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        Boolean spillOver,

        @Default("" + SpecDefaults.PAGE)
        @JsonPropertyDescription(
                "Whether the endpoint serves a web page at /, on which people record speech or choose a"
                        + " file and see the text. The page itself needs no authentication; what it sends does. Default: "
                        + SpecDefaults.PAGE + ".")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        Boolean page,

        @Default(SpecDefaults.ENVOY_LOG_LEVEL)
        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_ENVOY_LOG_LEVEL, message = SpecMessages.ENVOY_LOG_LEVEL)
        @JsonPropertyDescription("Least important messages of Envoy itself in its log: Error, Warn or Info; default "
                + SpecDefaults.ENVOY_LOG_LEVEL + ". The access log has every call at any level.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String logLevel) {}
