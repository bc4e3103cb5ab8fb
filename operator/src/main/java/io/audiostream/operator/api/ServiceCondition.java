package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One condition, in the shape of meta/v1 Condition. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceCondition(
        @Required @JsonPropertyDescription("Ready, Progressing or Degraded.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @Required
        @JsonPropertyDescription("Why, in one word for programs. Ready: Serving, NoPods or ScaledToZero. Progressing:"
                + " Creating, RollingOut, Starting, Complete or Stuck. Degraded: AsExpected; of a pod: ModelFetchFailed (the model"
                + " could not be fetched), ImagePullFailed (an image could not be had), ContainerCrashed (a container"
                + " ended that should run), ContainerNotStarted (the node could not start a container), Unschedulable"
                + " (no node takes a pod) or PodsNotReady (Kubernetes makes no progress); of the resource: InvalidSpec"
                + " (the spec is of a version that this operator does not know), NameTaken (an object of somebody else"
                + " has the name), ApplyFailed (the API server refused an object) or ReconcileFailed. NotReconciled:"
                + " nothing was made yet.")
        String reason,

        @Required @JsonPropertyDescription("Why, in a sentence for people.")
        String message,

        @Required @JsonPropertyDescription("When status last changed.")
        String lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that the condition was made from.")
        long observedGeneration) {}
