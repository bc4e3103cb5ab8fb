package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A PersistentVolumeClaim in the resource's namespace that caches downloaded models. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCacheSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.CLAIM_NAME)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the resource's namespace. Every pod must be able"
                + " to mount it (ReadWriteMany if there are several nodes), and the user of the pods (65532, unless"
                + " template.pod sets another one) must be able to write to it."
                + " The first pod downloads the model; the other pods wait and then read it. Several resources may"
                + " share one claim: each model has a folder named by its checksum. The operator never deletes old"
                + " models.")
        @Nullable
        String claimName) {}
