package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a user asks for. A field that was left out is null where the API server has not filled in its default. */
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
        message = "a model whose name has .en knows English only: write language: en, or take the model without .en")
@ValidationRule(
        value = "self.language != 'yue' || !has(self.model) || !has(self.model.name)"
                + " || self.model.name.startsWith('large-v3')",
        fieldPath = ".language",
        message = "Cantonese (yue) is known to the large-v3 models only: take one of them, or write language: zh")
@ValidationRule(
        value = "self.engine != 'ctranslate2' || !has(self.model) || !has(self.model.name) || self.model.name in"
                + " ['tiny', 'base', 'small', 'medium', 'large-v3', 'large-v3-turbo']",
        fieldPath = ".model.name",
        message = "this preset is in whisper.cpp's format: for ctranslate2 take tiny, base, small, medium, large-v3 or"
                + " large-v3-turbo, or leave engine out")
@ValidationRule(
        value = "self.engine != 'ctranslate2' || !has(self.model) || !has(self.model.uri)",
        fieldPath = ".engine",
        message =
                "a single file is for whisper.cpp: leave engine out, or bring the folder of a model for ctranslate2 by"
                        + " volume or image")
@ValidationRule(
        value = CelRules.CPU_UTILISATION_HAS_A_REQUEST,
        fieldPath = ".resources.requests",
        message =
                "autoscaling by cpu needs what a pod asks for: write resources.requests.cpu, such as \"2\", or scale by"
                        + " autoscaling.targetSlotUtilizationPercentage alone")
public record TranscriptionServiceSpec(
        @JsonPropertyDescription("Where the Whisper model comes from; required: exactly one of name, uri, volume and"
                + " image. A change restarts the pods, one after the other.")
        @Nullable
        ModelSpec model,

        @SchemaFrom(type = EngineName.class)
        @Default("auto")
        @JsonPropertyDescription("What runs the model: whisper.cpp, which reads a ggml file, ctranslate2, which reads a"
                + " folder in faster-whisper's format and is several times as fast, or auto: the one for the model's"
                + " format, and of a preset that there is in both, the faster. A change restarts the pods.")
        @Nullable
        String engine,

        @Default("auto")
        @Size(max = 8)
        @ValidationRule(
                value = "self.matches('" + Patterns.LANGUAGE + "')",
                message = "must be auto, or a language code of Whisper, such as en, de, es, fr, ja or zh")
        @JsonPropertyDescription("Language that is spoken when a stream does not say: an ISO 639-1 code that Whisper"
                + " knows, such as en, de or zh, or auto to detect it. A change restarts the pods.")
        @Nullable
        String language,

        @Default("4")
        @Min(1)
        @Max(256)
        @JsonPropertyDescription("Streams that one pod takes at once, 1 to 256; the next one is refused with"
                + " RESOURCE_EXHAUSTED. Size it to what the pod's cores keep up with. A change restarts the pods.")
        @Nullable
        Integer slots,

        @Default("1")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription("Pods, 0 to 100. With autoscaling it is not looked at; when autoscaling is taken out"
                + " again, there are this many. A change is live: pods that stay are not touched, and pods that go"
                + " finish their streams.")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("Lets a HorizontalPodAutoscaler set the number of pods in place of replicas. It begins"
                + " with the pods that are there, at least minReplicas. A change is live.")
        @Nullable
        AutoscalingSpec autoscaling,

        @Default("30s")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION + "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
                message = "must be a duration from 1s to 24h, such as 30s, 5m or 1h")
        @JsonPropertyDescription("How long a pod that goes lets its streams finish, 1s to 24h; a stream that still runs"
                + " then gets its last words and ends with UNAVAILABLE and the chunk to resume from. A pod without"
                + " streams goes within seconds. A change restarts the pods.")
        @Nullable
        String drainTimeout,

        @Default("0s")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION
                        + "(duration(self) == duration('0s') || duration(self) >= duration('1s')"
                        + " && duration(self) <= duration('24h'))",
                message = "must be a duration from 1s to 24h, such as 10m or 4h, or 0s for no limit")
        @JsonPropertyDescription(
                "How old a live stream may become, 1s to 24h; it then gets its last words and ends with"
                        + " UNAVAILABLE and the chunk to resume from in a new stream, which may find another pod. 0s: for ever."
                        + " A change restarts the pods.")
        @Nullable
        String maxStreamAge,

        @Size(max = 512)
        @ValidationRule(value = CelRules.IS_IMAGE, message = CelRules.IMAGE)
        @JsonPropertyDescription("Image of the transcriber. Left out: the one that belongs to the operator's version,"
                + " so that it moves with the operator. A change restarts the pods.")
        @Nullable
        String image,

        @Default("{}") @JsonPropertyDescription("The Envoy sidecar that every call goes through.") @Nullable
        EnvoySpec envoy,

        @JsonPropertyDescription("Requests and limits of the transcriber's container. A change restarts the pods.")
        @Nullable
        ResourcesSpec resources,

        @JsonPropertyDescription(
                "Sends a trace of each stream and call to a collector. Left out: none. A change restarts"
                        + " the pods.")
        @Nullable
        TracingSpec tracing) {}
