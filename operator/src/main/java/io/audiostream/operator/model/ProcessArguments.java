package io.audiostream.operator.model;

import io.audiostream.commandline.Durations;
import io.audiostream.operator.api.EngineName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Arguments of the processes of a service, without program names. The Deployment and {@code local} start the same ones.
 *
 * @param checkSecrets arguments of the transcriber program that checks the mounted Secrets; empty without Secrets
 * @param fetchModel arguments of the transcriber program that downloads the model; empty for models on a volume or in
 *     an image
 * @param envoy arguments of Envoy
 * @param transcriber arguments of the transcriber program that serves
 * @param environment environment variables of that program, sorted by name
 */
public record ProcessArguments(
        Optional<List<String>> checkSecrets,
        Optional<List<String>> fetchModel,
        List<String> envoy,
        List<String> transcriber,
        Map<String, String> environment) {

    /** Name of Envoy's bootstrap file in its configuration folder. */
    public static final String BOOTSTRAP_FILE = "bootstrap.yaml";

    /** Envoy's threads without a CPU limit. Envoy's own default is one for each core of the node. */
    private static final int ENVOY_THREADS = 2;

    static ProcessArguments of(DesiredService service, Placement placement) {
        return new ProcessArguments(
                checkSecrets(service, placement),
                service.model() instanceof ModelSource.Download download
                        ? Optional.of(fetchModel(download, placement))
                        : Optional.empty(),
                envoy(service, placement),
                transcriber(service, placement),
                environment(service));
    }

    private static Map<String, String> environment(DesiredService service) {
        var variables = new TreeMap<>(service.logging().environment());
        service.tracing().ifPresent(tracing -> variables.putAll(tracing.environment(service)));
        return Collections.unmodifiableMap(variables);
    }

    private static List<String> fetchModel(ModelSource.Download download, Placement placement) {
        var arguments = new ArrayList<>(List.of("fetch-model"));
        for (var file : download.files()) {
            arguments.addAll(List.of("--uri", file.uri(), "--sha256", file.sha256()));
            arguments.addAll(List.of("--file", file.pathBelow(placement.modelFile())));
        }
        arguments.addAll(download.access().fetchArguments(placement.secretsFolder()));
        download.cache().ifPresent(cache -> arguments.addAll(cache.fetchArguments()));
        return List.copyOf(arguments);
    }

    private static List<String> envoy(DesiredService service, Placement placement) {
        return List.of(
                "--config-path",
                placement.envoyFolder() + "/" + BOOTSTRAP_FILE,
                "--concurrency",
                String.valueOf(service.envoy().resources().wholeCpus().orElse(ENVOY_THREADS)),
                // Hot restart uses shared memory with a fixed id: two Envoys on one host would conflict.
                "--disable-hot-restart",
                // Envoy asks clients for new connections at once when the pod drains, not gradually.
                "--drain-strategy",
                "immediate",
                "--log-level",
                service.logging().envoyLevel().envoyName());
    }

    /**
     * Leaves keep-alive at the transcriber's own defaults: its only client is the Envoy of its pod, which answers the
     * PINGs of clients itself. Envoy passes the timeouts of requests and idle streams in headers.
     */
    private static List<String> transcriber(DesiredService service, Placement placement) {
        var arguments = new ArrayList<>(List.of("serve", "--model-file", placement.modelFile()));
        arguments.addAll(ModelArguments.of(service.model()));
        if (service.decoding().engine() != EngineName.AUTO) {
            arguments.addAll(List.of("--engine", service.decoding().engine().text()));
        }
        arguments.addAll(List.of("--language", service.decoding().language()));
        arguments.addAll(List.of("--slots", String.valueOf(service.scaling().slots())));
        service.decoding()
                .threads()
                .ifPresent(threads -> arguments.addAll(List.of("--threads", String.valueOf(threads))));
        arguments.addAll(List.of("--host", "127.0.0.1"));
        arguments.addAll(List.of("--grpc-port", String.valueOf(placement.ports().transcriberGrpc())));
        arguments.addAll(List.of("--http-host", placement.transcriberHttpAddress()));
        arguments.addAll(List.of("--http-port", String.valueOf(placement.ports().transcriberHttp())));
        if (placement.ports().transcriberApi() != Ports.STANDARD.transcriberApi()) {
            arguments.addAll(
                    List.of("--api-port", String.valueOf(placement.ports().transcriberApi())));
        }
        arguments.addAll(List.of(
                "--max-receive-message-size", String.valueOf(service.envoy().maxReceiveMessageBytes())));
        arguments.addAll(List.of(
                "--max-send-message-size", String.valueOf(service.envoy().maxSendMessageBytes())));
        if (!service.streams().maxAge().isZero()) {
            arguments.addAll(List.of(
                    "--max-stream-age", Durations.format(service.streams().maxAge())));
        }
        arguments.addAll(
                List.of("--drain-timeout", Durations.format(service.streams().drainTimeout())));
        arguments.addAll(List.of("--envoy-admin", "unix:" + placement.adminSocket()));
        arguments.addAll(authorization(service.envoy().access(), placement));
        return List.copyOf(arguments);
    }

    private static Optional<List<String>> checkSecrets(DesiredService service, Placement placement) {
        if (service.mountedObjects().isEmpty()) {
            return Optional.empty();
        }
        var arguments = new ArrayList<>(List.of("check-secrets"));
        service.mountedObjects()
                .forEach((mount, object) -> arguments.addAll(List.of(
                        "--" + mount.folder(), object.argument() + "=" + mount.below(placement.secretsFolder()))));
        service.envoy().access().authentication().flatMap(Authentication::jwt).ifPresent(jwt -> {
            if (jwt.jwks() instanceof Jwks.FromSecret secret) {
                arguments.addAll(List.of("--jwks-key", secret.key()));
            }
        });
        if (service.model() instanceof ModelSource.Download download) {
            arguments.addAll(download.access().checkArguments());
        }
        return Optional.of(List.copyOf(arguments));
    }

    private static List<String> authorization(EndpointAccess access, Placement placement) {
        var arguments = new ArrayList<String>();
        access.slotsPerCaller()
                .ifPresent(slots -> arguments.addAll(List.of("--slots-per-caller", String.valueOf(slots))));
        access.authentication().ifPresent(authentication -> {
            arguments.addAll(List.of(
                    "--authorization-port", String.valueOf(placement.ports().authorization())));
            if (authentication.apiKeysSecret().isPresent()) {
                arguments.addAll(List.of("--api-keys", SecretMount.API_KEYS.below(placement.secretsFolder())));
            }
            authentication.jwt().ifPresent(jwt -> {
                arguments.add("--accept-jwt");
                if (jwt.jwks() instanceof Jwks.FromSecret secret) {
                    arguments.addAll(
                            List.of("--jwks", SecretMount.JWKS.below(placement.secretsFolder()) + "/" + secret.key()));
                }
            });
        });
        return arguments;
    }
}
