package io.audiostream.operator.envoy;

import io.audiostream.operator.local.FreePorts;
import io.audiostream.operator.model.ConnectionLimits;
import io.audiostream.operator.model.Cors;
import io.audiostream.operator.model.EndpointAccess;
import io.audiostream.operator.model.EnvoySettings;
import io.audiostream.operator.model.KeepAlive;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.Ports;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.model.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builder of models that differ from the defaults of a resource in one value, and in the times that a slow machine
 * could miss. Immutable: each method returns a copy.
 */
final class ProxyModels implements Cloneable {
    private static final int MEBI = 1 << 20;

    private final String folder;
    private String secretsFolder;
    private String listenAddress = "127.0.0.1";
    private Ports ports = FreePorts.any();

    /** Longer than a test: Envoy closes the connection of a client that gets no processor time for the timeout. */
    private KeepAlive keepAlive = new KeepAlive(Duration.ofMinutes(20), Duration.ofMinutes(10), true);

    private final long maxReceiveMessageBytes = 50L * MEBI;
    private long maxSendMessageBytes = 50L * MEBI;
    private Duration streamIdleTimeout = Duration.ofHours(1);

    /** The default of a resource. Envoy resets a call whose response is not complete by then. */
    private Duration requestTimeout = Duration.ofMinutes(10);

    private Optional<Cors> cors = Optional.empty();
    private boolean page = true;
    private ConnectionLimits connections = new ConnectionLimits(Duration.ofMinutes(30), 8192, 1024);
    private Resources resources = limitedTo("256Mi");
    private EndpointAccess access = EndpointAccess.OPEN;
    private Optional<PeerSettings> peers = Optional.empty();

    private ProxyModels(Path folder) {
        this.folder = folder.toString();
        secretsFolder = folder + ".secrets";
    }

    /** Returns the models of a resource with default values, on free ports. */
    static ProxyModels in(Path folder) {
        return new ProxyModels(folder);
    }

    ProxyModel model() {
        return new ProxyModel(
                listenAddress,
                ports,
                folder,
                folder + ".sock",
                secretsFolder,
                new EnvoySettings(
                        keepAlive,
                        maxReceiveMessageBytes,
                        maxSendMessageBytes,
                        streamIdleTimeout,
                        requestTimeout,
                        cors,
                        page,
                        connections,
                        resources,
                        access),
                peers);
    }

    ProxyModels upstream(EchoTranscriber transcriber) {
        return upstream(transcriber.grpcPort(), transcriber.httpPort());
    }

    /** Replaces the servers of calls: gRPC and the HTTP API. */
    ProxyModels upstream(int grpcPort, int apiPort) {
        return with(copy -> copy.ports =
                new Ports(ports.listener(), grpcPort, apiPort, ports.transcriberHttp(), ports.authorization()));
    }

    ProxyModels peers(PeerSettings settings) {
        return with(copy -> copy.peers = Optional.of(settings));
    }

    ProxyModels listenAddress(String address) {
        return with(copy -> copy.listenAddress = address);
    }

    /** Replaces the server of the HTTP API. */
    ProxyModels apiPort(int port) {
        return with(copy -> copy.ports = new Ports(
                ports.listener(), ports.transcriberGrpc(), port, ports.transcriberHttp(), ports.authorization()));
    }

    ProxyModels withoutPage() {
        return with(copy -> copy.page = false);
    }

    ProxyModels cors(String... origins) {
        return with(copy -> copy.cors = Optional.of(new Cors(List.of(origins), Duration.ofMinutes(10))));
    }

    ProxyModels maxSendMessageBytes(long bytes) {
        return with(copy -> copy.maxSendMessageBytes = bytes);
    }

    ProxyModels keepAlive(KeepAlive other) {
        return with(copy -> copy.keepAlive = other);
    }

    ProxyModels streamIdleTimeout(Duration timeout) {
        return with(copy -> copy.streamIdleTimeout = timeout);
    }

    ProxyModels requestTimeout(Duration timeout) {
        return with(copy -> copy.requestTimeout = timeout);
    }

    ProxyModels connections(ConnectionLimits limits) {
        return with(copy -> copy.connections = limits);
    }

    ProxyModels memoryLimit(String memory) {
        return with(copy -> copy.resources = limitedTo(memory));
    }

    ProxyModels access(EndpointAccess endpointAccess) {
        return with(copy -> copy.access = endpointAccess);
    }

    ProxyModels secretsFolder(Path secrets) {
        return with(copy -> copy.secretsFolder = secrets.toString());
    }

    private ProxyModels with(Consumer<ProxyModels> change) {
        try {
            var copy = (ProxyModels) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private static Resources limitedTo(String memory) {
        return new Resources(Map.of(), Map.of("memory", new Quantity(memory)));
    }
}
