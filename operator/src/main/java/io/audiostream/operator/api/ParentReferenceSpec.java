package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Gateway, or one of its listeners. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParentReferenceSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = RouteMessages.GATEWAY_NAME)
        @JsonPropertyDescription("Name of the Gateway.")
        @Nullable
        String name,

        @Size(max = SpecLimits.MAX_NAMESPACE_LENGTH)
        @ValidationRule(value = CelRules.IS_NAMESPACE, message = RouteMessages.GATEWAY_NAMESPACE)
        @JsonPropertyDescription(
                "Namespace of the Gateway, whose listener must allow routes of this namespace. Default:"
                        + " this namespace.")
        @Nullable
        String namespace,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = RouteMessages.GATEWAY_LISTENER)
        @JsonPropertyDescription("Name of the listener of the Gateway. Default: all listeners that allow the routes.")
        @Nullable
        String sectionName) {}
