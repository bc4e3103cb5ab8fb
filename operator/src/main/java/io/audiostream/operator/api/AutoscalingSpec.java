package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Pods that come and go with the load. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
        fieldPath = ".maxReplicas",
        message = "must not be below minReplicas: raise maxReplicas, or lower minReplicas")
public record AutoscalingSpec(
        @Default("1") @Min(1) @Max(100) @JsonPropertyDescription("Fewest pods, 1 to 100. A change is live.") @Nullable
        Integer minReplicas,

        @Required
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("Most pods, 1 to 100 and not below minReplicas. A change is live.")
        @Nullable
        Integer maxReplicas,

        @Min(1)
        @Max(100)
        @JsonPropertyDescription("Share of its requested cpu that a transcriber uses on average, in percent, 1 to 100;"
                + " above it pods are added. Needs resources.requests.cpu and the cluster's metrics server. Left out:"
                + " 70, unless targetSlotUtilizationPercentage is written; then cpu is not looked at. A change is"
                + " live.")
        @Nullable
        Integer targetCPUUtilizationPercentage,

        @Min(1)
        @Max(100)
        @JsonPropertyDescription("Share of its slots that a pod has in use on average, in percent, 1 to 100; above it"
                + " pods are added. Needs an adapter that serves the pods' metric audiostream_slot_utilization_percent"
                + " as a custom metric. With both targets the one that asks for more pods counts. A change is live.")
        @Nullable
        Integer targetSlotUtilizationPercentage,

        @Default("5m")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION + "duration(self) <= duration('1h')",
                message = "must be a duration from 0s to 1h, such as 5m")
        @JsonPropertyDescription("How long fewer pods must have been enough before one is taken away, 0s to 1h; they go"
                + " one a minute at most, and each lets its streams finish. A change is live.")
        @Nullable
        String scaleDownStabilization) {}
