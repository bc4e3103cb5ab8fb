package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and limits of a container: the same fields, with the same meaning, as in core/v1. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = CelRules.REQUESTS_WITHIN_LIMITS,
        fieldPath = ".requests",
        message = SpecMessages.REQUEST_ABOVE_LIMIT)
public record ResourcesSpec(
        @Size(max = SpecLimits.MAX_RESOURCES)
        @ValidationRule(value = CelRules.ARE_RESOURCES, message = SpecMessages.RESOURCES)
        @JsonPropertyDescription(
                "Resources that the scheduler reserves for the container in each pod, such as cpu: \"2\" and memory: 1Gi.")
        @Nullable
        Map<String, Quantity> requests,

        @Size(max = SpecLimits.MAX_RESOURCES)
        @ValidationRule(value = CelRules.ARE_RESOURCES, message = SpecMessages.RESOURCES)
        @JsonPropertyDescription("Maximum resources of the container, such as memory: 2Gi.")
        @Nullable
        Map<String, Quantity> limits) {}
