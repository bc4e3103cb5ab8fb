package io.audiostream.systemtest;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** An Envoy as a gateway of Gateway API configures it, with the file of docs/exposing.md. */
class GatewayEnvoyIT extends ProxyContract {

    GatewayEnvoyIT(LocalService service) {
        super(service);
    }

    @Override
    ExposingExample example() {
        return ExposingExample.of("envoy.yaml");
    }

    @Override
    RunningProxy start(Proxies proxies, ExposingExample example) {
        return proxies.envoy(example);
    }

    @Test
    void keepsSilentClientUnlessStreamIdleTimeoutIsShort() {
        // when
        Status status = endOfSilentClientThatTheDocumentedProxyKeeps(
                example().with("stream_idle_timeout: 3900s", "stream_idle_timeout: 1s"));

        // then
        assertIsError(status);
    }

    @Test
    void keepsSilentServiceUnlessRouteTimeoutIsShort() {
        // when
        Status status = endOfSilentServiceThatTheDocumentedProxyKeeps(example().with("timeout: 0s", "timeout: 1s"));

        // then
        assertIsError(status);
    }
}
