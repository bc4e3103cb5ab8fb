package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import java.time.Duration;

/** How Envoy talks with the transcriber. */
final class UpstreamProtocols {
    static final String KEY = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    /**
     * Finds a transcriber that hangs. A server of grpc-java ends connections that send PINGs more often than it permits
     * (the transcriber: every 10 s), so this stays well above.
     */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(20);

    /** Below the 30 s after which the transcriber's server closes idle connections: never send into one that closes. */
    private static final Duration HTTP1_IDLE = Duration.ofSeconds(15);

    private UpstreamProtocols() {}

    static HttpProtocolOptions http2(long maxMessageBytes) {
        return HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                                .setInitialStreamWindowSize(FlowControlWindows.stream(maxMessageBytes))
                                .setInitialConnectionWindowSize(FlowControlWindows.connection(maxMessageBytes))
                                .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                                        .setInterval(ProtoValues.duration(PING_INTERVAL))
                                        .setTimeout(ProtoValues.duration(PING_TIMEOUT)))))
                .build();
    }

    static HttpProtocolOptions http1() {
        return HttpProtocolOptions.newBuilder()
                .setCommonHttpProtocolOptions(io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
                        .setIdleTimeout(ProtoValues.duration(HTTP1_IDLE)))
                .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance()))
                .build();
    }
}
