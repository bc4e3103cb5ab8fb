package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
public record TranscriptionServiceSpec(
        @JsonPropertyDescription("Where the Whisper model comes from; required: exactly one of name, uri and volume."
                + " A change restarts the pods, one after the other.")
        @Nullable
        ModelSpec model,

        @Default("auto")
        @Size(max = 8)
        @ValidationRule(
                value = "self.matches('" + Syntax.LANGUAGE + "')",
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
        @JsonPropertyDescription("Pods, 0 to 100. A change is live: pods that stay are not touched, and pods that go"
                + " finish their streams.")
        @Nullable
        Integer replicas,

        @Size(max = 512)
        @ValidationRule(value = Rules.IS_IMAGE, message = Rules.IMAGE)
        @JsonPropertyDescription("Image of the transcriber. Left out: the one that belongs to the operator's version,"
                + " so that it moves with the operator. A change restarts the pods.")
        @Nullable
        String image,

        @Default("{}") @JsonPropertyDescription("The Envoy sidecar that every call goes through.") @Nullable
        EnvoySpec envoy,

        @JsonPropertyDescription("Requests and limits of the transcriber's container. A change restarts the pods.")
        @Nullable
        ResourcesSpec resources) {}
