package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProcessArguments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pod template: fetch the model, start Envoy beside, serve. */
final class TranscriberPod {
    /** The user of distroless images. Any user would do: nothing in the pod belongs to it. */
    private static final long USER = 65532;

    /** Rolls the pods when Envoy's bootstrap changes, the one part of its configuration that it reads only once. */
    private static final String BOOTSTRAP_CHECKSUM = "audiostream.io/envoy-bootstrap-sha256";

    /** Time between the end of the streams and the kill. */
    private static final Duration EXIT = Duration.ofSeconds(10);

    private TranscriberPod() {}

    static PodTemplateSpec template(DesiredService service) {
        Placement placement = service.inPod();
        ProcessArguments commands = service.commands(placement);
        return new PodTemplateSpecBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withLabels(Labels.of(service))
                        .withAnnotations(Map.of(BOOTSTRAP_CHECKSUM, EnvoyConfigMap.bootstrapChecksum(service)))
                        .build())
                .withSpec(new PodSpecBuilder()
                        .withServiceAccountName(service.name())
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withTerminationGracePeriodSeconds(gracePeriod(service).toSeconds())
                        .withSecurityContext(restricted())
                        .withInitContainers(initContainers(service, commands, placement))
                        .withContainers(TranscriberContainer.serving(service, commands, placement))
                        .withVolumes(PodVolumes.of(service))
                        .build())
                .build();
    }

    private static List<Container> initContainers(
            DesiredService service, ProcessArguments commands, Placement placement) {
        var containers = new ArrayList<Container>();
        commands.fetchModel().ifPresent(arguments -> containers.add(TranscriberContainer.fetching(service, arguments)));
        containers.add(EnvoyContainer.of(service, commands, placement));
        return containers;
    }

    private static Duration gracePeriod(DesiredService service) {
        return TranscriberContainer.PRE_STOP_DELAY.plus(service.drainTimeout()).plus(EXIT);
    }

    /** With {@link ContainerSecurity}, what the restricted pod security standard asks for. */
    private static PodSecurityContext restricted() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }
}
