package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model on a PersistentVolumeClaim in the resource's namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumeModelSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.CLAIM_NAME)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the resource's namespace. Every pod must be able"
                + " to mount it read-only.")
        @Nullable
        String claimName,

        @Required
        @Size(max = SpecLimits.MAX_PATH_LENGTH)
        @ValidationRule(value = CelRules.IS_MODEL_PATH, message = SpecMessages.MODEL_PATH)
        @JsonPropertyDescription("Path of the model inside the volume, relative and without '..': a ggml file, such as"
                + " whisper/ggml-base.bin, or the folder of a CTranslate2 model.")
        @Nullable
        String path) {}
