package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;

/** Detects the protocol of a connection from its first bytes, before Envoy selects a filter chain. */
final class ProtocolDetection {
    private ProtocolDetection() {}

    static ListenerFilter filter() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.http_inspector")
                .setTypedConfig(Any.pack(HttpInspector.getDefaultInstance()))
                .build();
    }

    /** Matches HTTP/2 without TLS. Without the transport protocol, Envoy would also add its TLS inspector. */
    static FilterChainMatch http2() {
        return FilterChainMatch.newBuilder()
                .setTransportProtocol("raw_buffer")
                .addApplicationProtocols("h2c")
                .build();
    }
}
