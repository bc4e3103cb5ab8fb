package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the HorizontalPodAutoscaler of {@code spec.autoscaling} reports. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutoscalingStatus(
        @JsonPropertyDescription("Number of pods when the autoscaler last measured.") @Nullable
        Integer currentReplicas,

        @JsonPropertyDescription("Number of pods that the autoscaler wants.") @Nullable
        Integer desiredReplicas,

        @JsonPropertyDescription("Why the autoscaler cannot scale, or not as far as it wants, as a word: that of its"
                + " condition, such as FailedGetPodsMetric or TooManyReplicas (maxReplicas is reached). Absent while it"
                + " scales as it wants.")
        @Nullable
        String reason,

        @JsonPropertyDescription("The reason as a sentence, in the words of the autoscaler.") @Nullable
        String message) {}
