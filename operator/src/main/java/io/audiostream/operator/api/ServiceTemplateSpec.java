package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the Service that clients connect to: the same fields, with the same meaning, as in core/v1. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = CelRules.CLASS_NEEDS_LOAD_BALANCER,
        fieldPath = ".loadBalancerClass",
        message = SpecMessages.NEEDS_LOAD_BALANCER)
@ValidationRule(
        value = CelRules.RANGES_NEED_LOAD_BALANCER,
        fieldPath = ".loadBalancerSourceRanges",
        message = SpecMessages.NEEDS_LOAD_BALANCER)
@ValidationRule(
        value = CelRules.EXTERNAL_POLICY_NEEDS_NODE_PORT,
        fieldPath = ".externalTrafficPolicy",
        message = SpecMessages.NEEDS_NODE_PORT)
@ValidationRule(
        value = CelRules.NODE_PORT_NEEDS_NODE_PORT,
        fieldPath = ".nodePort",
        message = SpecMessages.NEEDS_NODE_PORT)
public record ServiceTemplateSpec(
        @JsonPropertyDescription("Labels and annotations of the Service.") @Nullable
        MetadataSpec metadata,

        @Default(SpecDefaults.SERVICE_TYPE)
        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_SERVICE_TYPE, message = SpecMessages.SERVICE_TYPE)
        @JsonPropertyDescription(
                "ClusterIP: the Service is reachable in the cluster. NodePort: also at a port of each node."
                        + " LoadBalancer: also through a load balancer that the cluster provides. Default: "
                        + SpecDefaults.SERVICE_TYPE + ".")
        @Nullable
        String type,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @JsonPropertyDescription(
                "Class of the load balancer, such as service.k8s.aws/nlb, with type LoadBalancer. It cannot"
                        + " change while the type stays. Default: the cluster's.")
        @Nullable
        String loadBalancerClass,

        @Size(max = SpecLimits.MAX_ADDITIONS)
        @JsonPropertyDescription(
                "Address ranges from which the load balancer accepts clients, such as 192.0.2.0/24, with"
                        + " type LoadBalancer and if the load balancer supports it, at most " + SpecLimits.MAX_ADDITIONS
                        + ". Default: all.")
        @Nullable
        List<String> loadBalancerSourceRanges,

        @Min(1)
        @Max(SpecLimits.MAX_PORT)
        @JsonPropertyDescription(
                "Port of each node, 1 to " + SpecLimits.MAX_PORT + " and within the cluster's range, usually"
                        + " 30000 to 32767, with type NodePort or LoadBalancer. Default: Kubernetes chooses a free one.")
        @Nullable
        Integer nodePort,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_TRAFFIC_POLICY, message = SpecMessages.TRAFFIC_POLICY)
        @JsonPropertyDescription("Pods that a node sends connections from outside the cluster to, with type NodePort or"
                + " LoadBalancer. Cluster: any. Local: those of the node itself, which then see the client's address."
                + " Default: Cluster.")
        @Nullable
        String externalTrafficPolicy,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_TRAFFIC_POLICY, message = SpecMessages.TRAFFIC_POLICY)
        @JsonPropertyDescription(
                "Pods that a node sends connections from inside the cluster to. Cluster: any. Local: those of"
                        + " the node itself; the connection fails if there is none. Default: Cluster.")
        @Nullable
        String internalTrafficPolicy,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_IP_FAMILY_POLICY, message = SpecMessages.IP_FAMILY_POLICY)
        @JsonPropertyDescription(
                "SingleStack: one address. PreferDualStack: an IPv4 and an IPv6 address if the cluster has"
                        + " both. RequireDualStack: both. Default: " + SpecDefaults.IP_FAMILY_POLICY + ".")
        @Nullable
        String ipFamilyPolicy,

        @Size(max = SpecLimits.MAX_IP_FAMILIES)
        @ValidationRule(value = CelRules.ARE_IP_FAMILIES, message = SpecMessages.IP_FAMILIES)
        @JsonPropertyDescription(
                "Families of the addresses, IPv4 and IPv6; the first one cannot change. Default: the" + " cluster's.")
        @Nullable
        List<String> ipFamilies,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_SESSION_AFFINITY, message = SpecMessages.SESSION_AFFINITY)
        @JsonPropertyDescription(
                "ClientIP: connections from one address reach the same pod. Clients behind a proxy then share"
                        + " a pod, whose Envoy still sends streams without a slot to other pods. Default: None.")
        @Nullable
        String sessionAffinity) {}
