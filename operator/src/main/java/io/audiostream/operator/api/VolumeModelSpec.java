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
        @ValidationRule(
                value = "self.matches('" + Syntax.OBJECT_NAME + "')",
                message = "must be the name of a PersistentVolumeClaim in this namespace: lower-case letters, digits,"
                        + " '-' and '.'")
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the resource's namespace that every pod can mount"
                + " read-only. A change restarts the pods.")
        @Nullable
        String claimName,

        @Required
        @Size(max = 1024)
        @ValidationRule(
                value = "self != '' && !self.startsWith('/') && !self.endsWith('/')"
                        + " && !self.split('/').exists(part, part in ['', '.', '..'])",
                message = "must be a path inside the volume, such as whisper/ggml-base.bin: relative, to a file,"
                        + " without . or ..")
        @JsonPropertyDescription("Path of the model file inside the volume, relative and without '..', such as"
                + " whisper/ggml-base.bin. A change restarts the pods.")
        @Nullable
        String path) {}
