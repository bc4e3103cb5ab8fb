package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.PodTemplate;
import io.audiostream.operator.model.ProcessArguments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pod template: an init container downloads the model, Envoy starts as a sidecar, the transcriber serves. */
final class TranscriberPod {
    /** Time between the end of the drain timeout and SIGKILL. */
    private static final Duration EXIT_TIME = Duration.ofSeconds(10);

    private TranscriberPod() {}

    static PodTemplateSpec template(DesiredService service) {
        Placement placement = service.inPod();
        ProcessArguments arguments = service.arguments(placement);
        var template = service.pods().template();
        var scheduling = template.scheduling();
        return new PodTemplateSpecBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withLabels(Labels.of(service, template.metadata()))
                        .withAnnotations(template.metadata().annotations())
                        .build())
                .withSpec(new PodSpecBuilder()
                        .withServiceAccountName(template.serviceAccount().orElse(service.name()))
                        .withImagePullSecrets(pullSecrets(template))
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withTerminationGracePeriodSeconds(gracePeriod(service).toSeconds())
                        .withSecurityContext(
                                PodSecurityContexts.restricted(service.pods().security()))
                        .withNodeSelector(PodScheduling.nodeSelector(scheduling))
                        .withTolerations(scheduling.tolerations())
                        .withAffinity(scheduling.affinity().orElse(null))
                        .withTopologySpreadConstraints(PodScheduling.spread(service))
                        .withPriorityClassName(scheduling.priorityClass().orElse(null))
                        .withRuntimeClassName(scheduling.runtimeClass().orElse(null))
                        .withInitContainers(initContainers(service, arguments, placement))
                        .withContainers(TranscriberContainer.serving(service, arguments, placement))
                        .addAllToContainers(ExtraContainers.of(template.containers()))
                        .withVolumes(PodVolumes.of(service))
                        .addAllToVolumes(template.volumes())
                        .build())
                .build();
    }

    static List<LocalObjectReference> pullSecrets(PodTemplate template) {
        return template.imagePullSecrets().stream()
                .map(LocalObjectReference::new)
                .toList();
    }

    private static List<Container> initContainers(
            DesiredService service, ProcessArguments arguments, Placement placement) {
        var containers =
                new ArrayList<>(ExtraContainers.of(service.pods().template().initContainers()));
        arguments
                .checkSecrets()
                .ifPresent(checking -> containers.add(TranscriberContainer.checking(service, checking)));
        arguments.fetchModel().ifPresent(fetching -> containers.add(TranscriberContainer.fetching(service, fetching)));
        containers.add(EnvoyContainer.of(service, arguments, placement));
        return containers;
    }

    private static Duration gracePeriod(DesiredService service) {
        return TranscriberContainer.PRE_STOP_DELAY
                .plus(service.streams().drainTimeout())
                .plus(EXIT_TIME);
    }
}
