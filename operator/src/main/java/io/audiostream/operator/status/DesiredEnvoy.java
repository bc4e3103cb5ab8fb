package io.audiostream.operator.status;

import io.audiostream.operator.envoy.EnvoyVersion;

/**
 * What the pods of a service should run.
 *
 * @param configMap name of the ConfigMap with Envoy's configuration
 * @param version version of that configuration
 * @param podTemplate hash of the pod template without the name of the ConfigMap
 */
public record DesiredEnvoy(String configMap, EnvoyVersion version, String podTemplate) {}
