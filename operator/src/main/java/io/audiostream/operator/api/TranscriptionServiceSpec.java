package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** Desired state. A field that the user left out is null unless the API server filled in its default. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.model)",
        fieldPath = ".model",
        reason = "FieldValueRequired",
        message = "write at least model.name, such as base-q8_0")
@ValidationRule(
        value =
                "!has(self.model) || !has(self.model.name) || !self.model.name.contains('.en') || self.language in ['auto', 'en']",
        fieldPath = ".language",
        message = SpecMessages.ENGLISH_ONLY)
@ValidationRule(
        value = "self.language != 'yue' || !has(self.model) || !has(self.model.name)"
                + " || self.model.name.startsWith('large-v3')",
        fieldPath = ".language",
        message = SpecMessages.CANTONESE)
@ValidationRule(
        value = CelRules.CTRANSLATE2_READS_THE_PRESET,
        fieldPath = ".model.name",
        message = SpecMessages.PRESET_WITHOUT_FOLDER)
@ValidationRule(
        value = CelRules.CTRANSLATE2_READS_NO_FILE,
        fieldPath = ".engine",
        message = SpecMessages.ENGINE_OF_FILE)
@ValidationRule(
        value = CelRules.CPU_UTILIZATION_HAS_A_REQUEST,
        fieldPath = ".resources.requests",
        message = SpecMessages.CPU_REQUEST)
@ValidationRule(
        value = CelRules.THREADS_ARE_WITHIN_CPU_LIMIT,
        fieldPath = ".threads",
        message = SpecMessages.THREADS_WITHIN_CPU_LIMIT)
@ValidationRule(
        value = CelRules.ARE_NO_TRACING_VARIABLES,
        fieldPath = ".template.transcriberContainer.env",
        message = SpecMessages.TRACING_VARIABLE)
@ValidationRule(
        value = CelRules.IS_NO_LEVEL_VARIABLE,
        fieldPath = ".template.transcriberContainer.env",
        message = SpecMessages.LEVEL_VARIABLE)
public record TranscriptionServiceSpec(
        @JsonPropertyDescription(
                "Source of the Whisper model. Required: exactly one of name, uri, huggingFace, s3, volume,"
                        + " image and ref.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        ModelSpec model,

        @SchemaFrom(type = EngineName.class)
        @Default(SpecDefaults.ENGINE)
        @JsonPropertyDescription("Inference engine. whisper.cpp reads a ggml file. ctranslate2 reads a folder in the"
                + " format of faster-whisper and is several times as fast. auto, the default, selects the engine that"
                + " reads the model's format, and the faster one for a preset that exists in both formats.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String engine,

        @Default(SpecDefaults.LANGUAGE)
        @Size(max = SpecLimits.MAX_LANGUAGE_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.LANGUAGE + "')", message = SpecMessages.LANGUAGE)
        @JsonPropertyDescription("Spoken language of streams that do not name one: an ISO 639-1 code that Whisper"
                + " supports, such as en, de or zh, or auto, the default, to detect it.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String language,

        @Default("" + SpecDefaults.SLOTS)
        @Min(SpecLimits.MIN_SLOTS)
        @Max(SpecLimits.MAX_SLOTS)
        @JsonPropertyDescription("Streams and calls that one pod serves at once, " + SpecLimits.MIN_SLOTS + " to "
                + SpecLimits.MAX_SLOTS + "; default " + SpecDefaults.SLOTS + ". The pod rejects further ones with"
                + " RESOURCE_EXHAUSTED. Choose the number by what the CPU cores of a pod can keep up with.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        Integer slots,

        @Min(SpecLimits.MIN_THREADS)
        @Max(SpecLimits.MAX_THREADS)
        @JsonPropertyDescription("Threads on which one pod decodes, " + SpecLimits.MIN_THREADS + " to "
                + SpecLimits.MAX_THREADS
                + ", at most the CPU limit of resources, rounded up to whole cores. All decodes"
                + " of the pod share them, and it runs at most as many decodes at once. Default: as many as the CPU limit"
                + " has whole cores, rounded up, or as the node has cores without a limit. Set it on large nodes without"
                + " a CPU limit, so that pods beside each other do not all use every core; more threads than cores of"
                + " the node slow every decode.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        Integer threads,

        @Default("" + SpecDefaults.REPLICAS)
        @Min(SpecLimits.MIN_REPLICAS)
        @Max(SpecLimits.MAX_REPLICAS)
        @SpecReplicas
        @JsonPropertyDescription("Number of pods, " + SpecLimits.MIN_REPLICAS + " to " + SpecLimits.MAX_REPLICAS
                + "; default " + SpecDefaults.REPLICAS + ". kubectl scale and autoscalers of your own set it, if they"
                + " target this resource. The operator ignores it while autoscaling is set and"
                + " applies it again when autoscaling is removed. If it is left out then, the operator sets it to the"
                + " current number of pods. Remaining pods are not restarted, and removed pods finish"
                + " their streams within drainTimeout.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("Lets a HorizontalPodAutoscaler set the number of pods in place of replicas. It starts"
                + " from the current number of pods, at least minReplicas. Default: no autoscaling.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        AutoscalingSpec autoscaling,

        @Default(SpecDefaults.DRAIN_TIMEOUT)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.DRAIN_TIMEOUT,
                message = "must be a duration from " + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_STREAM_TIMEOUT
                        + ", such as 30s, 5m or 1h")
        @JsonPropertyDescription("Time in which the streams of a terminating pod can finish, " + SpecLimits.MIN_TIMEOUT
                + " to " + SpecLimits.MAX_STREAM_TIMEOUT + "; default " + SpecDefaults.DRAIN_TIMEOUT + ". After it, an"
                + " open stream gets its last results and ends with UNAVAILABLE and the chunk to resume from. A pod"
                + " without streams terminates within seconds.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String drainTimeout,

        @Default(SpecDefaults.MAX_STREAM_AGE)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.STREAM_TIMEOUT_OR_ZERO,
                message = "must be a duration from " + SpecLimits.MIN_TIMEOUT + " to " + SpecLimits.MAX_STREAM_TIMEOUT
                        + ", such as 10m or 4h, or 0s for no limit")
        @JsonPropertyDescription("Maximum age of a live stream, " + SpecLimits.MIN_TIMEOUT + " to "
                + SpecLimits.MAX_STREAM_TIMEOUT + ", or 0s for no limit; default " + SpecDefaults.MAX_STREAM_AGE
                + ". An older stream gets its last results and ends with UNAVAILABLE and the chunk to resume from. The"
                + " client resumes in a new stream, which may reach another pod.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String maxStreamAge,

        @Size(max = SpecLimits.MAX_IMAGE_LENGTH)
        @ValidationRule(value = CelRules.IS_IMAGE, message = SpecMessages.IMAGE)
        @JsonPropertyDescription("Image of the transcriber. Default: the image that belongs to the operator's version,"
                + " so an upgrade of the operator upgrades the transcriber too.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String image,

        @Default("{}")
        @JsonPropertyDescription("Settings of the Envoy sidecar, which proxies every stream and call.")
        @Nullable
        EnvoySpec envoy,

        @JsonPropertyDescription("Resource requests and limits of the transcriber container, and of the init container"
                + " that downloads the model. The transcriber decodes on as many threads as the CPU limit allows,"
                + " or on fewer if threads says so."
                + " Default: derived from the model, slots and threads if the model is a preset, or has the sha256 of one:"
                + " a CPU request, a memory request and a memory limit, which status.resources shows. A request or limit"
                + " that you write replaces both for that resource; a request of \"0\" means none.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        ResourcesSpec resources,

        @Default("{}") @JsonPropertyDescription("Log of the transcriber.") @ChangeEffect(Kind.RESTART) @Nullable
        LoggingSpec logging,

        @JsonPropertyDescription("Exports a trace of each stream and call to a collector. Default: no tracing.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        TracingSpec tracing,

        @JsonPropertyDescription("How a rollout replaces the pods, such as after a change of the spec or an upgrade of"
                + " the operator. Default: it adds a pod and removes one when the added one is ready; see maxSurge for"
                + " pods that need a GPU or a claim of a single node.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        RollingUpdateSpec rollingUpdate,

        @JsonPropertyDescription(
                "How many pods Kubernetes evicts at a time, such as for the drain of a node. Default: one.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        PodDisruptionBudgetSpec podDisruptionBudget,

        @JsonPropertyDescription("Ways into the cluster for clients outside. Default: none; the Service is reachable in"
                + " the cluster alone, unless template.service says otherwise.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        RoutesSpec routes,

        @JsonPropertyDescription("Additions to the objects that the operator creates. Default: none.") @Nullable
        TemplateSpec template) {}
