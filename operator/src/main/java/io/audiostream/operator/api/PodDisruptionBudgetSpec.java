package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** Settings of the PodDisruptionBudget. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodDisruptionBudgetSpec(
        @Default("" + SpecDefaults.DISRUPTION_BUDGET)
        @JsonPropertyDescription(
                "Whether the pods have a PodDisruptionBudget. If false, the operator deletes it, and you can"
                        + " create one of your own: Kubernetes evicts no pod that two budgets select. Default: "
                        + SpecDefaults.DISRUPTION_BUDGET + ".")
        @Nullable
        Boolean enabled,

        @Default("" + SpecDefaults.MAX_DISRUPTED_PODS)
        @ValidationRule(value = CelRules.IS_DISRUPTION, message = SpecMessages.DISRUPTION)
        @JsonPropertyDescription(
                "Pods that may be missing when Kubernetes evicts one, such as for the drain of a node: a"
                        + " number from 1 to " + SpecLimits.MAX_REPLICAS
                        + ", or a percentage of the pods from 1% to 100%, rounded"
                        + " up. Default: " + SpecDefaults.MAX_DISRUPTED_PODS
                        + ", which evicts one pod after the other, and does not block the eviction of a single pod.")
        @Nullable
        IntOrString maxUnavailable) {}
