package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;

/**
 * TLS between the pods of a service. All of them present the same certificate, and trust no other.
 *
 * @param folder absolute path of the folder with the certificate, {@code tls.crt}, and its key, {@code tls.key}. The
 *     files do not change, so Envoy reads them once.
 */
record PeerTls(String folder) {
    private static final String NAME = "envoy.transport_sockets.tls";

    TransportSocket server() {
        return socket(Any.pack(DownstreamTlsContext.newBuilder()
                .setCommonTlsContext(common())
                .setRequireClientCertificate(ProtoValues.flag(true))
                .build()));
    }

    TransportSocket client() {
        return socket(Any.pack(
                UpstreamTlsContext.newBuilder().setCommonTlsContext(common()).build()));
    }

    private static TransportSocket socket(Any context) {
        return TransportSocket.newBuilder()
                .setName(NAME)
                .setTypedConfig(context)
                .build();
    }

    private CommonTlsContext common() {
        return CommonTlsContext.newBuilder()
                .setTlsParams(TlsParameters.newBuilder()
                        .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_3)
                        .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
                .addTlsCertificates(TlsCertificate.newBuilder()
                        .setCertificateChain(file("tls.crt"))
                        .setPrivateKey(file("tls.key")))
                .setValidationContext(CertificateValidationContext.newBuilder().setTrustedCa(file("tls.crt")))
                .addAlpnProtocols("h2")
                .build();
    }

    private DataSource file(String name) {
        return DataSource.newBuilder().setFilename(folder + "/" + name).build();
    }
}
