package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.EnvoyConfigMap;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.status.Rollout;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes ConfigMaps of Envoy's earlier configurations. While a rollout is incomplete it deletes none: pods of an older
 * ReplicaSet may restart, and a roll-back needs them again.
 */
final class ObsoleteEnvoyConfigs {
    private static final Logger log = LoggerFactory.getLogger(ObsoleteEnvoyConfigs.class);

    private ObsoleteEnvoyConfigs() {}

    /**
     * @param current name of the ConfigMap that new pods mount
     * @param pods all pods of the service, also those that terminate
     */
    static void delete(
            Context<TranscriptionService> context, DesiredService service, String current, Collection<Pod> pods) {
        var isComplete = context.getSecondaryResource(Deployment.class)
                .map(Rollout::of)
                .filter(Rollout::isComplete)
                .isPresent();
        if (!isComplete) {
            return;
        }
        var inUse = mounted(pods);
        context.getSecondaryResourcesAsStream(ConfigMap.class)
                .filter(config -> isObsolete(config, service, current, inUse))
                .forEach(config -> {
                    log.debug("no pod mounts {} any more", config.getMetadata().getName());
                    context.getClient().resource(config).delete();
                });
    }

    private static boolean isObsolete(ConfigMap config, DesiredService service, String current, Set<String> inUse) {
        var name = config.getMetadata().getName();
        return EnvoyConfigMap.isNameOf(service.name(), name)
                && !name.equals(current)
                && !inUse.contains(name)
                && config.getMetadata().getDeletionTimestamp() == null;
    }

    private static Set<String> mounted(Collection<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> pod.getSpec().getVolumes().stream())
                .filter(volume -> volume.getConfigMap() != null)
                .map(volume -> volume.getConfigMap().getName())
                .collect(Collectors.toSet());
    }
}
