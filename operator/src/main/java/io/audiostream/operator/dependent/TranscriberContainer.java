package io.audiostream.operator.dependent;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.Ports;
import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.Resources;
import io.audiostream.operator.model.SecretMount;
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
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SleepAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of the transcriber's image: they check the Secrets, download the model and serve. */
public final class TranscriberContainer {
    /**
     * Delay of SIGTERM. A terminating pod accepts streams until every node has removed it from the Service's endpoints.
     */
    static final Duration PRE_STOP_DELAY = Duration.ofSeconds(5);

    /** Name of the serving container. */
    public static final String NAME = ReservedNames.TRANSCRIBER;

    /** Kubernetes keeps the end of the log as the termination message, which the operator and kubectl describe show. */
    static final String TERMINATION_MESSAGE_POLICY = "FallbackToLogsOnError";

    /** Port at which the fetch serves its progress: that at which the transcriber later serves its status. */
    private static final String FETCH_STATUS_PORT = "AUDIOSTREAM_FETCH_STATUS_PORT";

    private TranscriberContainer() {}

    /** Runs first: a pod whose Secrets are missing or broken starts neither Envoy nor a download. */
    static Container checking(DesiredService service, List<String> arguments) {
        return base(service, ReservedNames.CHECK_SECRETS, arguments)
                .addAllToVolumeMounts(PodVolumes.secrets(service, SecretMount.values()))
                .addToVolumeMounts(PodVolumes.tmp())
                .build();
    }

    static Container fetching(DesiredService service, List<String> arguments) {
        return base(service, ReservedNames.FETCH_MODEL, arguments)
                .withEnv(fetchStatusPort())
                .withVolumeMounts(PodVolumes.writableModels(), PodVolumes.tmp())
                .addAllToVolumeMounts(PodVolumes.secrets(service, SecretMount.MODEL_CREDENTIALS, SecretMount.MODEL_CA))
                .build();
    }

    /** A variable, because an earlier transcriber, which {@code spec.image} may name, would refuse an option. */
    static EnvVar fetchStatusPort() {
        return new EnvVar(FETCH_STATUS_PORT, String.valueOf(Ports.STANDARD.transcriberHttp()), null);
    }

    static Container serving(DesiredService service, ProcessArguments arguments, Placement placement) {
        var http = placement.ports().transcriberHttp();
        return base(service, NAME, arguments.transcriber())
                .withEnv(environment(service, arguments))
                .addAllToEnv(service.pods().template().transcriber().environment())
                .withPorts(port("http", http))
                // The transcriber opens its ports before it loads the model, so a slow load does not fail this probe.
                .withStartupProbe(Probes.http("/healthz", http, 1, 60))
                .withLivenessProbe(Probes.http("/healthz", http, 10, 3))
                .withReadinessProbe(Probes.http("/readyz", http, 2, 2))
                .withLifecycle(sleepBeforeSigterm())
                .withVolumeMounts(PodVolumes.readableModels(), PodVolumes.sockets(), PodVolumes.tmp())
                .addAllToVolumeMounts(PodVolumes.secrets(service, SecretMount.API_KEYS, SecretMount.JWKS))
                .addAllToVolumeMounts(service.pods().template().transcriber().volumeMounts())
                .build();
    }

    /** The format is always set, because the transcriber's own default is text. */
    private static List<EnvVar> environment(DesiredService service, ProcessArguments arguments) {
        var format = service.logging().format().transcriberName();
        return Stream.of(
                        Stream.of(new EnvVar(ReservedNames.ENVIRONMENT, format, null)),
                        maxDecoders(service).stream(),
                        arguments.environment().entrySet().stream()
                                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null)))
                .flatMap(variables -> variables)
                .toList();
    }

    /** A variable, because an earlier transcriber would refuse an option. One in the template takes precedence. */
    private static Optional<EnvVar> maxDecoders(DesiredService service) {
        var template = service.pods().template().transcriber().environment();
        return template.stream().anyMatch(variable -> ReservedNames.MAX_DECODERS.equals(variable.getName()))
                ? Optional.empty()
                : service.maxDecoders().map(max -> new EnvVar(ReservedNames.MAX_DECODERS, String.valueOf(max), null));
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
                .withSecurityContext(ContainerSecurity.restricted(
                        service.pods().template().transcriber().security().orElseGet(SecurityContext::new)));
    }

    static ResourceRequirements resources(Resources resources) {
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
