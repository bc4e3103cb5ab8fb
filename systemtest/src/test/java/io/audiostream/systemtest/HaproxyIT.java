package io.audiostream.systemtest;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** HAProxy, as docs/exposing.md configures it, and what goes wrong with a short timeout. */
class HaproxyIT extends ProxyContract {

    private static final String SERVER_TIMEOUT = "timeout server 65m";
    private static final String SHORT_SERVER_TIMEOUT = "timeout server 1s";

    HaproxyIT(LocalService service) {
        super(service);
    }

    @Override
    ExposingExample example() {
        return ExposingExample.of("haproxy.cfg");
    }

    @Override
    RunningProxy start(Proxies proxies, ExposingExample example) {
        return proxies.haproxy(example);
    }

    @Test
    void keepsSilentClientUnlessServerTimeoutIsShort() {
        // when
        Status status =
                endOfSilentClientThatTheDocumentedProxyKeeps(example().with(SERVER_TIMEOUT, SHORT_SERVER_TIMEOUT));

        // then
        assertIsError(status);
    }

    @Test
    void keepsSilentServiceUnlessServerTimeoutIsShort() {
        // when
        Status status =
                endOfSilentServiceThatTheDocumentedProxyKeeps(example().with(SERVER_TIMEOUT, SHORT_SERVER_TIMEOUT));

        // then
        assertIsError(status);
    }
}
