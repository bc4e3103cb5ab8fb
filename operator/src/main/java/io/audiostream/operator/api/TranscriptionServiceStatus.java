package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator observed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptionServiceStatus(
        @JsonPropertyDescription("The metadata.generation that this status was made from. Smaller than"
                + " metadata.generation: the operator has not seen the last change yet.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready: streams are served. Progressing: pods are being made or replaced. Degraded:"
                + " something needs a person.")
        @Nullable
        List<ServiceCondition> conditions,

        @JsonPropertyDescription("Where clients inside the cluster connect to, HOST:PORT, gRPC and HTTP alike.")
        @Nullable
        String endpoint,

        @JsonPropertyDescription("Pods that are wanted.") @Nullable
        Integer replicas,

        @JsonPropertyDescription("Pods that serve.") @Nullable
        Integer readyReplicas,

        @JsonPropertyDescription("Streams and calls that the ready pods take at once: their slots, added up.") @Nullable
        Integer capacity,

        @JsonPropertyDescription(
                "Slots of the ready pods that are in use, some seconds ago. Absent while a ready pod has"
                        + " not told, as it does on its port 8001 at /statusz.")
        @Nullable
        Integer streams,

        @JsonPropertyDescription("The model as responses and logs call it.") @Nullable
        String model,

        @JsonPropertyDescription(
                "What runs the model in the ready pods, with its version, such as \"CTranslate2 4.8.4\"."
                        + " Absent while no pod has told.")
        @Nullable
        String engine) {}
