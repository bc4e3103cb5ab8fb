package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.model.Tls;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;

/**
 * TLS towards clients. Envoy reads certificates from the folders of the mounted Secrets. It watches these folders, so a
 * renewed certificate applies to new connections without a restart, and open connections continue.
 */
record TlsContexts(ProxyModel proxy, Tls tls) {

    /** Returns the transport socket of the listener, which loads its certificates as {@link TlsSecrets}. */
    TransportSocket dynamic(WatchedDirectorySource source) {
        var common = common().addTlsCertificateSdsSecretConfigs(
                        secret(source, TlsSecrets.CERTIFICATE, EnvoyConfig.CERTIFICATE_FILE));
        if (tls.clientCertificates().isPresent()) {
            common.setValidationContextSdsSecretConfig(
                    secret(source, TlsSecrets.CLIENT_CA, EnvoyConfig.CLIENT_CA_FILE));
        }
        return socket(common);
    }

    /** Returns the same transport socket with the paths of its certificates. */
    TransportSocket inline() {
        var secrets = new TlsSecrets(proxy);
        var common = common().addTlsCertificates(secrets.certificate());
        if (tls.clientCertificates().isPresent()) {
            common.setValidationContext(secrets.clientCa());
        }
        return socket(common);
    }

    private CommonTlsContext.Builder common() {
        return CommonTlsContext.newBuilder()
                .setTlsParams(TlsParameters.newBuilder().setTlsMinimumProtocolVersion(minVersion()))
                .addAlpnProtocols("h2")
                .addAlpnProtocols("http/1.1");
    }

    private TlsProtocol minVersion() {
        return switch (tls.minVersion()) {
            case TLS_1_2 -> TlsProtocol.TLSv1_2;
            case TLS_1_3 -> TlsProtocol.TLSv1_3;
        };
    }

    private static SdsSecretConfig secret(WatchedDirectorySource source, String name, String file) {
        return SdsSecretConfig.newBuilder()
                .setName(name)
                .setSdsConfig(source.file(file))
                .build();
    }

    private TransportSocket socket(CommonTlsContext.Builder common) {
        var context = DownstreamTlsContext.newBuilder()
                .setCommonTlsContext(common)
                .setRequireClientCertificate(ProtoValues.flag(tls.requiresClientCertificate()));
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Any.pack(context.build()))
                .build();
    }
}
