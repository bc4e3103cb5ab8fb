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

/** Settings of the HorizontalPodAutoscaler. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
        fieldPath = ".maxReplicas",
        message = SpecMessages.MAX_BELOW_MIN_REPLICAS)
public record AutoscalingSpec(
        @Default("" + SpecDefaults.MIN_REPLICAS)
        @Min(SpecLimits.MIN_AUTOSCALED_REPLICAS)
        @Max(SpecLimits.MAX_REPLICAS)
        @JsonPropertyDescription("Minimum number of pods, " + SpecLimits.MIN_AUTOSCALED_REPLICAS + " to "
                + SpecLimits.MAX_REPLICAS + "; default " + SpecDefaults.MIN_REPLICAS + ".")
        @Nullable
        Integer minReplicas,

        @Required
        @Min(SpecLimits.MIN_AUTOSCALED_REPLICAS)
        @Max(SpecLimits.MAX_REPLICAS)
        @JsonPropertyDescription("Maximum number of pods, " + SpecLimits.MIN_AUTOSCALED_REPLICAS + " to "
                + SpecLimits.MAX_REPLICAS + " and not below minReplicas.")
        @Nullable
        Integer maxReplicas,

        @Min(SpecLimits.MIN_TARGET_PERCENT)
        @Max(SpecLimits.MAX_TARGET_PERCENT)
        @JsonPropertyDescription("Target CPU utilization of the transcriber container, in percent of its CPU request,"
                + " averaged over the pods, " + SpecLimits.MIN_TARGET_PERCENT + " to " + SpecLimits.MAX_TARGET_PERCENT
                + ". Above it the autoscaler adds pods. Requires resources.requests.cpu and the metrics server of the"
                + " cluster. Default: " + SpecDefaults.TARGET_CPU_PERCENT
                + ", or no CPU target if targetSlotUtilizationPercentage is set.")
        @Nullable
        Integer targetCPUUtilizationPercentage,

        @Min(SpecLimits.MIN_TARGET_PERCENT)
        @Max(SpecLimits.MAX_TARGET_PERCENT)
        @JsonPropertyDescription("Target share of slots in use, in percent, averaged over the pods, "
                + SpecLimits.MIN_TARGET_PERCENT + " to " + SpecLimits.MAX_TARGET_PERCENT
                + ". Above it the autoscaler adds pods. Requires an adapter that serves the pod metric"
                + " audiostream_slot_utilization_percent as a custom metric. With both targets the autoscaler follows"
                + " the one that needs more pods. Default: no slot target.")
        @Nullable
        Integer targetSlotUtilizationPercentage,

        @Default(SpecDefaults.SCALE_DOWN_STABILIZATION)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.STABILIZATION,
                message = "must be a duration from " + SpecLimits.MIN_STABILIZATION + " to "
                        + SpecLimits.MAX_STABILIZATION + ", such as 5m")
        @JsonPropertyDescription("Time for which fewer pods must have sufficed before the autoscaler removes one, "
                + SpecLimits.MIN_STABILIZATION + " to " + SpecLimits.MAX_STABILIZATION + "; default "
                + SpecDefaults.SCALE_DOWN_STABILIZATION + ". It removes at most one pod a minute, and a removed pod"
                + " finishes its streams within drainTimeout.")
        @Nullable
        String scaleDownStabilization) {}
