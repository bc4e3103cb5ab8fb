package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the GRPCRoute and the HTTPRoute: the same fields, with the same meaning, as in Gateway API. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GatewayRoutesSpec(
        @Required
        @Size(min = 1, max = SpecLimits.MAX_PARENT_REFS)
        @ValidationRule(value = CelRules.ARE_DIFFERENT_PARENTS, message = RouteMessages.DUPLICATE_PARENTS)
        @JsonPropertyDescription(
                "Gateways that the routes attach to, at most " + SpecLimits.MAX_PARENT_REFS + ", each once.")
        @Nullable
        List<ParentReferenceSpec> parentRefs,

        @Required
        @Size(min = 1, max = SpecLimits.MAX_HOSTS)
        @ValidationRule(value = CelRules.ARE_HOSTS, message = RouteMessages.HOSTS)
        @ValidationRule(value = CelRules.ARE_DIFFERENT, message = RouteMessages.DUPLICATE_HOSTS)
        @JsonPropertyDescription("Host names of clients, at most " + SpecLimits.MAX_HOSTS
                + ", such as speech.example.com. *. in place of the first label stands for one or more labels.")
        @Nullable
        List<@Size(max = SpecLimits.MAX_HOST_LENGTH) String> hostnames,

        @Size(min = 1, max = SpecLimits.MAX_HOSTS)
        @ValidationRule(value = CelRules.ARE_HOSTS, message = RouteMessages.HOSTS)
        @ValidationRule(value = CelRules.ARE_DIFFERENT, message = RouteMessages.DUPLICATE_HOSTS)
        @JsonPropertyDescription("Host names of clients of gRPC, at most " + SpecLimits.MAX_HOSTS
                + ", for gateways that accept no GRPCRoute and HTTPRoute with the same host name. Default: hostnames.")
        @Nullable
        List<@Size(max = SpecLimits.MAX_HOST_LENGTH) String> grpcHostnames) {}
