package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One condition of a {@code TranscriptionModel}, in the shape of the Condition of meta/v1. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelCondition(
        @Required @JsonPropertyDescription("Ready.") String type,

        @Required @JsonPropertyDescription("True or False.") String status,

        @Required
        @JsonPropertyDescription("Cause, as one word for programs: Fetched, Pending (no pod fetches the model yet),"
                + " Fetching, FetchFailed, InvalidSpec, NameTaken (an object of another owner has the name) or InUse (it"
                + " was deleted, and services still use it).")
        String reason,

        @Required @JsonPropertyDescription("Cause, as a sentence for people.")
        String message,

        @Required @JsonPropertyDescription("Time at which status last changed.")
        String lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that the operator derived the condition from.")
        long observedGeneration) {}
