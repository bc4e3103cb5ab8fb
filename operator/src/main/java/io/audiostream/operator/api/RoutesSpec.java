package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Ways into the cluster for clients outside. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoutesSpec(
        @JsonPropertyDescription(
                "Creates the Ingresses NAME-grpc and NAME-http. The operator needs rights for Ingresses:"
                        + " routes.ingress of its Helm chart. Default: no Ingress.")
        @Nullable
        IngressRoutesSpec ingress,

        @JsonPropertyDescription("Creates the GRPCRoute NAME and the HTTPRoute NAME of Gateway API, version v1, which"
                + " the cluster must have. The operator needs rights for them: routes.gateway of its Helm chart."
                + " Default: no route.")
        @Nullable
        GatewayRoutesSpec gateway) {}
