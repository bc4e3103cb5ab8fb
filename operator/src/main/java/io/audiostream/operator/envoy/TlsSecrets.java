package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.model.SecretMount;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;

/** The certificates of the listener, as resources that Envoy loads by secret discovery. */
record TlsSecrets(ProxyModel proxy) {

    static final String CERTIFICATE = "certificate";
    static final String CLIENT_CA = "client-ca";

    Secret certificateSecret() {
        return Secret.newBuilder()
                .setName(CERTIFICATE)
                .setTlsCertificate(certificate())
                .build();
    }

    Secret clientCaSecret() {
        return Secret.newBuilder()
                .setName(CLIENT_CA)
                .setValidationContext(clientCa())
                .build();
    }

    TlsCertificate certificate() {
        return TlsCertificate.newBuilder()
                .setCertificateChain(file(SecretMount.TLS, "tls.crt"))
                .setPrivateKey(file(SecretMount.TLS, "tls.key"))
                .setWatchedDirectory(folder(SecretMount.TLS))
                .build();
    }

    CertificateValidationContext clientCa() {
        return CertificateValidationContext.newBuilder()
                .setTrustedCa(file(SecretMount.CLIENT_CA, "ca.crt"))
                .setWatchedDirectory(folder(SecretMount.CLIENT_CA))
                .build();
    }

    private DataSource file(SecretMount mount, String name) {
        return DataSource.newBuilder()
                .setFilename(mount.below(proxy.secretsFolder()) + "/" + name)
                .build();
    }

    private WatchedDirectory folder(SecretMount mount) {
        return WatchedDirectory.newBuilder()
                .setPath(mount.below(proxy.secretsFolder()))
                .build();
    }
}
