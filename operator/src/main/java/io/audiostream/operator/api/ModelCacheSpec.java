package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
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
                + " share one claim: each model has a folder named by its checksum.")
        @Nullable
        String claimName,

        @ValidationRule(value = CelRules.CACHE_SIZE, message = SpecMessages.CACHE_SIZE)
        @JsonPropertyDescription("Size of all models on the claim, " + SpecLimits.MIN_CACHE_SIZE + " to "
                + SpecLimits.MAX_CACHE_SIZE
                + ", as a quantity or in bytes. While they are larger, a pod that fetches its"
                + " model removes models that no pod uses, the one unused for longest first. A model that a pod has used"
                + " within the last hour stays. All pods that share the claim need an image of this version. Default: no"
                + " bound.")
        @Nullable
        Quantity maxSize,

        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(value = CelRules.MAX_UNUSED_AGE, message = SpecMessages.UNUSED_AGE)
        @JsonPropertyDescription("Time after which a pod that fetches its model removes models that no pod uses, "
                + SpecLimits.MIN_UNUSED_AGE + " to " + SpecLimits.MAX_UNUSED_AGE
                + ", such as 720h for 30 days. All pods"
                + " that share the claim need an image of this version. Default: no bound.")
        @Nullable
        String maxUnusedAge) {}
