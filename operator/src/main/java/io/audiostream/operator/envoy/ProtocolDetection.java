package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;

/** Detects the protocol of a connection from its first bytes, before Envoy selects a filter chain. */
final class ProtocolDetection {
    private ProtocolDetection() {}

    static ListenerFilter httpInspector() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.http_inspector")
                .setTypedConfig(Any.pack(HttpInspector.getDefaultInstance()))
                .build();
    }

    /** Matches HTTP/2 without TLS. Without the transport protocol, Envoy would also add its TLS inspector. */
    static FilterChainMatch plainTextHttp2() {
        return FilterChainMatch.newBuilder()
                .setTransportProtocol("raw_buffer")
                .addApplicationProtocols("h2c")
                .build();
    }

    /** Finds out whether a client begins with TLS, and which protocols it offers in the handshake (ALPN). */
    static ListenerFilter tlsInspector() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.tls_inspector")
                .setTypedConfig(Any.pack(TlsInspector.getDefaultInstance()))
                .build();
    }

    /** Matches clients of TLS that offer HTTP/2, which Envoy prefers. */
    static FilterChainMatch tlsHttp2() {
        return tls().toBuilder().addApplicationProtocols("h2").build();
    }

    /** Matches all clients of TLS. */
    static FilterChainMatch tls() {
        return FilterChainMatch.newBuilder().setTransportProtocol("tls").build();
    }
}
