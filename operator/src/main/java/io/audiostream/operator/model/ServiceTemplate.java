package io.audiostream.operator.model;

import io.audiostream.operator.api.SpecDefaults;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the Service that clients connect to, as in core/v1; empty where Kubernetes has a default.
 *
 * @param metadata labels and annotations
 * @param type {@code ClusterIP}, {@code NodePort} or {@code LoadBalancer}
 */
public record ServiceTemplate(
        ObjectMetadata metadata,
        String type,
        Optional<String> loadBalancerClass,
        List<String> loadBalancerSourceRanges,
        Optional<Integer> nodePort,
        Optional<String> externalTrafficPolicy,
        Optional<String> internalTrafficPolicy,
        String ipFamilyPolicy,
        List<String> ipFamilies,
        Optional<String> sessionAffinity) {

    /** A Service that is reachable in the cluster alone. */
    static final ServiceTemplate DEFAULT = new ServiceTemplate(
            ObjectMetadata.NONE,
            SpecDefaults.SERVICE_TYPE,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SpecDefaults.IP_FAMILY_POLICY,
            List.of(),
            Optional.empty());

    /** Copies the lists. */
    public ServiceTemplate {
        loadBalancerSourceRanges = List.copyOf(loadBalancerSourceRanges);
        ipFamilies = List.copyOf(ipFamilies);
    }
}
