package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model file on a PersistentVolumeClaim of the resource's namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumeModelSpec(
        @Required
        @Size(max = 253)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = CelRules.CLAIM_NAME)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the resource's namespace that every pod can mount"
                + " read-only. A change restarts the pods.")
        @Nullable
        String claimName,

        @Required
        @Size(max = 1024)
        @ValidationRule(value = CelRules.IS_INNER_PATH, message = CelRules.INNER_PATH)
        @JsonPropertyDescription("Path of the model file inside the volume, relative and without '..', such as"
                + " whisper/ggml-base.bin. A change restarts the pods.")
        @Nullable
        String path) {}
