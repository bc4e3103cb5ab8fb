package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The PersistentVolumeClaim of a {@code TranscriptionModel}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "(has(self.storageClassName) ? self.storageClassName : '') == (has(oldSelf.storageClassName) ?"
                + " oldSelf.storageClassName : '')",
        fieldPath = ".storageClassName",
        message = SpecMessages.STORAGE_CLASS_CHANGED)
@ValidationRule(
        value =
                "(has(self.accessModes) ? self.accessModes : []) == (has(oldSelf.accessModes) ? oldSelf.accessModes : [])",
        fieldPath = ".accessModes",
        message = SpecMessages.ACCESS_MODES_CHANGED)
public record ModelStorageSpec(
        @Required
        @ValidationRule(value = CelRules.CACHE_SIZE, message = SpecMessages.CACHE_SIZE)
        @JsonPropertyDescription("Size of the claim, " + SpecLimits.MIN_CACHE_SIZE + " to " + SpecLimits.MAX_CACHE_SIZE
                + ", at least that of the model. It can grow if the storage class allows it.")
        @Nullable
        Quantity size,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.STORAGE_CLASS)
        @JsonPropertyDescription("Storage class of the claim. Cannot change. Default: that of the cluster.")
        @Nullable
        String storageClassName,

        @Size(min = 1, max = SpecLimits.MAX_ACCESS_MODES)
        @ValidationRule(value = CelRules.ARE_ACCESS_MODES, message = SpecMessages.ACCESS_MODES)
        @JsonPropertyDescription(
                "Access modes of the claim. Cannot change. Default: ReadWriteOnce, so that all pods with"
                        + " the model run on one node. ReadWriteMany where several nodes need it and the storage class has it.")
        @Nullable
        List<String> accessModes) {}
