package io.audiostream.operator.model;

import io.audiostream.operator.api.ServiceTemplateSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.template.service}. */
final class ServiceTemplateReader {
    private static final String FIELD = "spec.template.service";
    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final List<String> TYPES = List.of(SpecDefaults.SERVICE_TYPE, "NodePort", LOAD_BALANCER);
    private static final List<String> TRAFFIC_POLICIES = List.of("Cluster", "Local");
    private static final List<String> IP_FAMILY_POLICIES =
            List.of("SingleStack", "PreferDualStack", "RequireDualStack");
    private static final List<String> IP_FAMILIES = List.of("IPv4", "IPv6");
    private static final List<String> AFFINITIES = List.of("None", "ClientIP");

    private ServiceTemplateReader() {}

    static ServiceTemplate read(@Nullable ServiceTemplateSpec spec) {
        if (spec == null) {
            return ServiceTemplate.DEFAULT;
        }
        var type = word("type", spec.type(), TYPES, SpecMessages.SERVICE_TYPE).orElse(SpecDefaults.SERVICE_TYPE);
        var isLoadBalancer = type.equals(LOAD_BALANCER);
        var hasNodePort = !type.equals(SpecDefaults.SERVICE_TYPE);
        requireType("loadBalancerClass", spec.loadBalancerClass(), isLoadBalancer, SpecMessages.NEEDS_LOAD_BALANCER);
        requireType(
                "loadBalancerSourceRanges",
                spec.loadBalancerSourceRanges(),
                isLoadBalancer,
                SpecMessages.NEEDS_LOAD_BALANCER);
        requireType("externalTrafficPolicy", spec.externalTrafficPolicy(), hasNodePort, SpecMessages.NEEDS_NODE_PORT);
        requireType("nodePort", spec.nodePort(), hasNodePort, SpecMessages.NEEDS_NODE_PORT);
        return new ServiceTemplate(
                MetadataReader.read(FIELD + ".metadata", spec.metadata()),
                type,
                Optional.ofNullable(spec.loadBalancerClass()),
                Objects.requireNonNullElse(spec.loadBalancerSourceRanges(), List.of()),
                Optional.ofNullable(spec.nodePort())
                        .map(port -> FieldCheck.inRange(FIELD + ".nodePort", port, port, 1, SpecLimits.MAX_PORT)),
                word(
                        "externalTrafficPolicy",
                        spec.externalTrafficPolicy(),
                        TRAFFIC_POLICIES,
                        SpecMessages.TRAFFIC_POLICY),
                word(
                        "internalTrafficPolicy",
                        spec.internalTrafficPolicy(),
                        TRAFFIC_POLICIES,
                        SpecMessages.TRAFFIC_POLICY),
                word("ipFamilyPolicy", spec.ipFamilyPolicy(), IP_FAMILY_POLICIES, SpecMessages.IP_FAMILY_POLICY)
                        .orElse(SpecDefaults.IP_FAMILY_POLICY),
                families(spec.ipFamilies()),
                word("sessionAffinity", spec.sessionAffinity(), AFFINITIES, SpecMessages.SESSION_AFFINITY));
    }

    private static Optional<String> word(String field, @Nullable String value, List<String> valid, String message) {
        if (value != null && !valid.contains(value)) {
            throw new InvalidSpecException(FIELD + "." + field, "'" + value + "' " + message);
        }
        return Optional.ofNullable(value);
    }

    private static void requireType(String field, @Nullable Object value, boolean hasType, String message) {
        if (value != null && !hasType) {
            throw new InvalidSpecException(FIELD + "." + field, message);
        }
    }

    private static List<String> families(@Nullable List<String> given) {
        if (given == null) {
            return List.of();
        }
        if (given.isEmpty()
                || !IP_FAMILIES.containsAll(given)
                || Set.copyOf(given).size() < given.size()) {
            throw new InvalidSpecException(FIELD + ".ipFamilies", given + " " + SpecMessages.IP_FAMILIES);
        }
        return given;
    }
}
