package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** How a rollout replaces the pods: the same fields, with the same meaning, as in a Deployment. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = CelRules.A_ROLLOUT_CAN_PROCEED, message = SpecMessages.ROLLOUT_WITHOUT_PODS)
public record RollingUpdateSpec(
        @ValidationRule(value = CelRules.IS_NUMBER_OF_PODS, message = SpecMessages.NUMBER_OF_PODS)
        @JsonPropertyDescription("Pods that a rollout may add to those that it replaces: a number from 0 to "
                + SpecLimits.MAX_REPLICAS
                + ", or a percentage of the pods from 0% to 100%, rounded up. Default: 1, or 0"
                + " if the pods use a resource such as a GPU (a name with a '/' in resources) or a claim that only one"
                + " node can mount, because the added pod would wait for a resource that the others hold.")
        @Nullable
        IntOrString maxSurge,

        @ValidationRule(value = CelRules.IS_NUMBER_OF_PODS, message = SpecMessages.NUMBER_OF_PODS)
        @JsonPropertyDescription("Pods that a rollout may remove before their successors are ready: a number from 0 to "
                + SpecLimits.MAX_REPLICAS
                + ", or a percentage of the pods from 0% to 100%, rounded down. Default: 0, or 1"
                + " if maxSurge is 0: a single pod is then removed before its successor starts, and the service is not"
                + " available meanwhile.")
        @Nullable
        IntOrString maxUnavailable) {}
