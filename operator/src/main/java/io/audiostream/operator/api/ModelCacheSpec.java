package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A PersistentVolumeClaim of the resource's namespace that keeps fetched models. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCacheSpec(
        @Required
        @Size(max = 253)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = CelRules.CLAIM_NAME)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the resource's namespace that every pod can mount"
                + " and user 65532 can write: ReadWriteMany, when there are several nodes. The first pod fetches, the"
                + " others wait for it and read. Several resources may share one claim; each model has a folder named"
                + " by its checksum. Old models are not deleted. A change restarts the pods.")
        @Nullable
        String claimName) {}
