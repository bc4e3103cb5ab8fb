package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SleepAction;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The transcriber's image in its two parts: the one that fetches the model and the one that serves. */
final class TranscriberContainer {
    /** How long a pod that goes still takes streams: until every node has heard that it is off the Service's list. */
    static final Duration PRE_STOP_DELAY = Duration.ofSeconds(5);

    /** Name of the container that serves. */
    static final String NAME = "transcriber";

    /** The end of its log is kept as the reason of its end, for the operator and {@code kubectl describe} to quote. */
    static final String TERMINATION_MESSAGE_POLICY = "FallbackToLogsOnError";

    private TranscriberContainer() {}

    static Container fetching(DesiredService service, List<String> arguments) {
        return base(service, "fetch-model", arguments)
                .withVolumeMounts(PodVolumes.modelsToWrite(), PodVolumes.tmp())
                .build();
    }

    static Container serving(DesiredService service, ProcessArguments commands, Placement placement) {
        var http = placement.ports().transcriberHttp();
        return base(service, NAME, commands.transcriber())
                .withEnv(environment(commands))
                .withPorts(port("http", http))
                // The ports open at once and the model is loaded after, so a slow load never looks like a dead process.
                .withStartupProbe(Probes.http("/healthz", http, 1, 60))
                .withLivenessProbe(Probes.http("/healthz", http, 10, 3))
                .withReadinessProbe(Probes.http("/readyz", http, 2, 2))
                .withLifecycle(sleepBeforeSigterm())
                .withVolumeMounts(PodVolumes.modelsToRead(), PodVolumes.tmp())
                .build();
    }

    /** For a cluster's log collector one JSON object a line. */
    private static List<EnvVar> environment(ProcessArguments commands) {
        return Stream.concat(
                        Stream.of(new EnvVar("AUDIOSTREAM_LOG_FORMAT", "json", null)),
                        commands.environment().entrySet().stream()
                                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null)))
                .toList();
    }

    static ContainerPort port(String name, int port) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .build();
    }

    private static ContainerBuilder base(DesiredService service, String name, List<String> arguments) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(service.images().transcriber())
                .withTerminationMessagePolicy(TERMINATION_MESSAGE_POLICY)
                .withArgs(arguments)
                .withResources(resources(service.resources()))
                .withSecurityContext(ContainerSecurity.restricted());
    }

    private static ResourceRequirements resources(Resources resources) {
        return new ResourceRequirementsBuilder()
                .withRequests(resources.requests())
                .withLimits(resources.limits())
                .build();
    }

    private static Lifecycle sleepBeforeSigterm() {
        return new LifecycleBuilder()
                .withPreStop(new LifecycleHandlerBuilder()
                        .withSleep(new SleepAction(PRE_STOP_DELAY.toSeconds()))
                        .build())
                .build();
    }
}
