package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the two Ingresses: one for gRPC and one for HTTP, because an annotation applies to a whole Ingress. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressRoutesSpec(
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = RouteMessages.INGRESS_CLASS_NAME)
        @JsonPropertyDescription("Name of the IngressClass, such as nginx. Default: the default class of the cluster.")
        @Nullable
        String ingressClassName,

        @Required
        @Size(min = 1, max = SpecLimits.MAX_HOSTS)
        @ValidationRule(value = CelRules.ARE_HOSTS, message = RouteMessages.HOSTS)
        @ValidationRule(value = CelRules.ARE_DIFFERENT, message = RouteMessages.DUPLICATE_HOSTS)
        @JsonPropertyDescription("Host names of clients, at most " + SpecLimits.MAX_HOSTS
                + ", such as speech.example.com. *. in place of the first label stands for any label.")
        @Nullable
        List<@Size(max = SpecLimits.MAX_HOST_LENGTH) String> hosts,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of the Secret with the certificate of the hosts, which the controller of the"
                + " Ingress reads; the operator does not. gRPC needs TLS with most controllers. Default: the controller"
                + " uses its own certificate, or serves plain text.")
        @Nullable
        String tlsSecretName,

        @Size(max = SpecLimits.MAX_METADATA)
        @JsonPropertyDescription("Annotations of both Ingresses, such as cert-manager.io/cluster-issuer, at most "
                + SpecLimits.MAX_METADATA + ". They replace those that the operator sets for ingress-nginx."
                + " Default: none.")
        @Nullable
        Map<String, String> annotations,

        @Size(max = SpecLimits.MAX_METADATA)
        @JsonPropertyDescription("Annotations of the Ingress for gRPC alone, at most " + SpecLimits.MAX_METADATA
                + ". They replace those of annotations. Default: none.")
        @Nullable
        Map<String, String> grpcAnnotations,

        @Size(max = SpecLimits.MAX_METADATA)
        @JsonPropertyDescription("Annotations of the Ingress for HTTP alone, at most " + SpecLimits.MAX_METADATA
                + ". They replace those of annotations. Default: none.")
        @Nullable
        Map<String, String> httpAnnotations) {}
