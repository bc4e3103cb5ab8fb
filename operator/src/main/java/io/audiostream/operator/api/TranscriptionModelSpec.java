package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Desired state of a {@code TranscriptionModel}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptionModelSpec(
        @Required
        @ValidationRule(value = CelRules.IS_FETCHED_MODEL, message = SpecMessages.FETCHED_MODEL)
        @ValidationRule(value = "self == oldSelf", message = SpecMessages.MODEL_CHANGED)
        @JsonPropertyDescription("Source of the model, as in a TranscriptionService: name, uri, huggingFace or s3, with"
                + " sha256 and download. Cannot change: create another TranscriptionModel.")
        @Nullable
        ModelSpec model,

        @Required
        @JsonPropertyDescription("The PersistentVolumeClaim that the operator creates for the model.")
        @Nullable
        ModelStorageSpec storage,

        @Size(max = SpecLimits.MAX_IMAGE_LENGTH)
        @ValidationRule(value = CelRules.IS_IMAGE, message = SpecMessages.IMAGE)
        @JsonPropertyDescription("Image of the transcriber, whose command fetch-model fetches the model. Default: the"
                + " image that belongs to the operator's version.")
        @Nullable
        String image,

        @JsonPropertyDescription("Resource requests and limits of the container that fetches the model. Default: none.")
        @Nullable
        ResourcesSpec resources,

        @JsonPropertyDescription("Additions to the Job that fetches the model. Like image and resources, a change takes"
                + " effect until the model is fetched: the operator then replaces the Job. Default: none.")
        @Nullable
        ModelTemplateSpec template) {}
