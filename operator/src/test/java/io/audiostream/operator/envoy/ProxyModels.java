package io.audiostream.operator.envoy;

import io.audiostream.operator.local.FreePorts;
import io.audiostream.operator.model.KeepAlive;
import io.audiostream.operator.model.Ports;
import io.audiostream.operator.model.ProxyModel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Models that differ from the default resource in one thing.
 *
 * @param model the model so far
 */
record ProxyModels(ProxyModel model) {
    private static final int MEBI = 1 << 20;

    /** A resource's defaults, on free ports. */
    static ProxyModels in(Path folder) {
        return new ProxyModels(new ProxyModel(
                "127.0.0.1",
                FreePorts.any(),
                folder.toString(),
                new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5), true),
                50L * MEBI,
                50L * MEBI,
                Duration.ofHours(1),
                Duration.ofSeconds(30)));
    }

    ProxyModels upstream(EchoTranscriber transcriber) {
        var ports = new Ports(
                model.ports().listener(),
                transcriber.grpcPort(),
                transcriber.httpPort(),
                model.ports().envoyAdmin());
        return with(ports, model.keepAlive(), model.streamIdleTimeout(), model.requestTimeout());
    }

    ProxyModels listenAddress(String address) {
        return new ProxyModels(new ProxyModel(
                address,
                model.ports(),
                model.configFolder(),
                model.keepAlive(),
                model.maxReceiveBytes(),
                model.maxSendBytes(),
                model.streamIdleTimeout(),
                model.requestTimeout()));
    }

    ProxyModels keepAlive(KeepAlive keepAlive) {
        return with(model.ports(), keepAlive, model.streamIdleTimeout(), model.requestTimeout());
    }

    ProxyModels streamIdleTimeout(Duration timeout) {
        return with(model.ports(), model.keepAlive(), timeout, model.requestTimeout());
    }

    ProxyModels requestTimeout(Duration timeout) {
        return with(model.ports(), model.keepAlive(), model.streamIdleTimeout(), timeout);
    }

    private ProxyModels with(Ports ports, KeepAlive keepAlive, Duration streamIdleTimeout, Duration requestTimeout) {
        return new ProxyModels(new ProxyModel(
                model.listenAddress(),
                ports,
                model.configFolder(),
                keepAlive,
                model.maxReceiveBytes(),
                model.maxSendBytes(),
                streamIdleTimeout,
                requestTimeout));
    }
}
