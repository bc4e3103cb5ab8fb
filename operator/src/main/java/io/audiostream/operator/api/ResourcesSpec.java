package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of core/v1 ResourceRequirements that the transcriber has a use for: the same fields with the same meaning.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.requests) || !has(self.limits) || self.requests.all(key, !(key in self.limits)"
                + " || !isQuantity(string(self.requests[key])) || !isQuantity(string(self.limits[key]))"
                + " || quantity(string(self.requests[key])).compareTo(quantity(string(self.limits[key]))) <= 0)",
        fieldPath = ".requests",
        message = "must not be more than limits: lower the request, or raise the limit of the same name")
public record ResourcesSpec(
        @Size(max = 16)
        @ValidationRule(value = CelRules.ARE_RESOURCES, message = CelRules.RESOURCES)
        @JsonPropertyDescription("What the scheduler sets aside for each pod, such as cpu: \"2\" and memory: 1Gi."
                + " A change restarts the pods.")
        @Nullable
        Map<String, Quantity> requests,

        @Size(max = 16)
        @ValidationRule(value = CelRules.ARE_RESOURCES, message = CelRules.RESOURCES)
        @JsonPropertyDescription("What a pod may use at most, such as memory: 2Gi. The transcriber decodes on as many"
                + " threads as the cpu limit allows. A change restarts the pods.")
        @Nullable
        Map<String, Quantity> limits) {}
