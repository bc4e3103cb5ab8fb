package io.audiostream.operator.envoy;

import io.audiostream.operator.local.FreePorts;
import io.audiostream.operator.model.Cors;
import io.audiostream.operator.model.EnvoySettings;
import io.audiostream.operator.model.KeepAlive;
import io.audiostream.operator.model.Ports;
import io.audiostream.operator.model.ProxyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Builder of models that differ from the defaults of a resource in one value.
 *
 * @param model the model so far
 */
record ProxyModels(ProxyModel model) {
    private static final int MEBI = 1 << 20;

    /** Returns the defaults of a resource, on free ports. */
    static ProxyModels in(Path folder) {
        return new ProxyModels(new ProxyModel(
                "127.0.0.1",
                FreePorts.any(),
                folder.toString(),
                folder.resolveSibling(folder.getFileName() + ".sock").toString(),
                new EnvoySettings(
                        new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5), true),
                        50L * MEBI,
                        50L * MEBI,
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        Optional.empty())));
    }

    ProxyModels upstream(EchoTranscriber transcriber) {
        var ports = new Ports(
                model.ports().listener(),
                transcriber.grpcPort(),
                transcriber.httpPort(),
                model.ports().transcriberHttp());
        return new ProxyModels(new ProxyModel(
                model.listenAddress(), ports, model.configFolder(), model.adminSocket(), model.settings()));
    }

    ProxyModels listenAddress(String address) {
        return new ProxyModels(
                new ProxyModel(address, model.ports(), model.configFolder(), model.adminSocket(), model.settings()));
    }

    /** Replaces the server of the HTTP API. */
    ProxyModels apiPort(int port) {
        var ports = model.ports();
        var changed = new Ports(ports.listener(), ports.transcriberGrpc(), port, ports.transcriberHttp());
        return new ProxyModels(new ProxyModel(
                model.listenAddress(), changed, model.configFolder(), model.adminSocket(), model.settings()));
    }

    ProxyModels cors(String... origins) {
        var settings = model.settings();
        return with(new EnvoySettings(
                settings.keepAlive(),
                settings.maxReceiveMessageBytes(),
                settings.maxSendMessageBytes(),
                settings.streamIdleTimeout(),
                settings.requestTimeout(),
                Optional.of(new Cors(List.of(origins), Duration.ofMinutes(10)))));
    }

    ProxyModels keepAlive(KeepAlive keepAlive) {
        var settings = model.settings();
        return with(keepAlive, settings.streamIdleTimeout(), settings.requestTimeout());
    }

    ProxyModels streamIdleTimeout(Duration timeout) {
        var settings = model.settings();
        return with(settings.keepAlive(), timeout, settings.requestTimeout());
    }

    ProxyModels requestTimeout(Duration timeout) {
        var settings = model.settings();
        return with(settings.keepAlive(), settings.streamIdleTimeout(), timeout);
    }

    private ProxyModels with(KeepAlive keepAlive, Duration streamIdleTimeout, Duration requestTimeout) {
        var settings = new EnvoySettings(
                keepAlive,
                model.settings().maxReceiveMessageBytes(),
                model.settings().maxSendMessageBytes(),
                streamIdleTimeout,
                requestTimeout,
                model.settings().cors());
        return with(settings);
    }

    private ProxyModels with(EnvoySettings settings) {
        return new ProxyModels(new ProxyModel(
                model.listenAddress(), model.ports(), model.configFolder(), model.adminSocket(), settings));
    }
}
