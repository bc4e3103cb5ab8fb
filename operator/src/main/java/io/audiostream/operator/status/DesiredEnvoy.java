package io.audiostream.operator.status;

import io.audiostream.operator.api.EnvoyStatus;
import io.audiostream.operator.envoy.EnvoyVersion;

/**
 * What the pods of a service should run.
 *
 * @param configMap name of the ConfigMap with Envoy's configuration
 * @param version version of that configuration
 * @param podTemplate hash of the pod template without the name of the ConfigMap
 */
public record DesiredEnvoy(String configMap, EnvoyVersion version, String podTemplate) {

    /** Whether these are the pods of a status: a rollout would replace them by equal ones. */
    public boolean hasPodsOf(EnvoyStatus status) {
        return configMap.equals(status.configMap()) && podTemplate.equals(status.podTemplate());
    }
}
