package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import java.time.Duration;

/** Protocol options from Envoy to the transcriber. */
final class UpstreamProtocols {
    static final String KEY = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    /**
     * Interval of the PINGs that detect a hanging transcriber. A grpc-java server closes connections that send PINGs
     * more often than it permits (the transcriber permits one per 10 s), so the interval is well above.
     */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(20);

    /** Idle timeout, below the 30 s of the transcriber's server, so that Envoy never sends on a closing connection. */
    private static final Duration HTTP1_IDLE = Duration.ofSeconds(15);

    /**
     * Largest window of a stream, in bytes. The transcriber is near, so that a small window suffices, and Envoy buffers
     * at most this much more for a client that does not read.
     */
    private static final long MAX_WINDOW = 256 << 10;

    private UpstreamProtocols() {}

    static HttpProtocolOptions http2(long maxMessageBytes) {
        return HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                                .setInitialStreamWindowSize(
                                        FlowControlWindows.stream(Math.min(maxMessageBytes, MAX_WINDOW)))
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
