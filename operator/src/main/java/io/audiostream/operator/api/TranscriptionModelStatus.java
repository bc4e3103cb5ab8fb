package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observed state of a {@code TranscriptionModel}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptionModelStatus(
        @JsonPropertyDescription("The metadata.generation that the operator derived this status from.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Pending: no pod fetches the model yet. Fetching: a pod fetches it. Ready: it is fetched"
                        + " and its checksum is correct. Failed: a pod could not fetch it, and tries again. Deleting: it was"
                        + " deleted and is still in use.")
        @Nullable
        String phase,

        @JsonPropertyDescription("Ready: services can use the model.") @Nullable
        List<ModelCondition> conditions,

        @JsonPropertyDescription("The operator that looks after this resource, as NAMESPACE/NAME of its Lease. Other"
                + " operators keep off while the Lease is renewed.")
        @Nullable
        String operator,

        @JsonPropertyDescription("Name of the PersistentVolumeClaim.") @Nullable
        String claimName,

        @JsonPropertyDescription("Uid of the PersistentVolumeClaim. One that was deleted and created again is empty, so"
                + " the operator fetches the model again.")
        @Nullable
        String claimUid,

        @JsonPropertyDescription("Size of the model, in bytes; absent until it is fetched.") @Nullable
        Long bytes,

        @JsonPropertyDescription("SHA-256 of the weights, which the fetch has verified; absent until then.") @Nullable
        String sha256,

        @JsonPropertyDescription("Names of the TranscriptionServices in this namespace whose spec.model.ref names the"
                + " model, sorted.")
        @Nullable
        List<String> usedBy) {}
