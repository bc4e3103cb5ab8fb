package io.audiostream.operator.envoy;

import io.audiostream.operator.model.EndpointAccess;
import io.audiostream.operator.model.SecretMount;
import io.audiostream.operator.model.Tls;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Starts an Envoy with TLS, whose certificate comes from a mounted Secret. */
abstract class TlsFixture extends EnvoyFixture {
    static final String NAMES = "DNS:localhost,IP:127.0.0.1";

    @TempDir
    Path temporary;

    Certificates authority;
    MountedFolder tlsSecret;

    @BeforeEach
    void createAuthority() {
        authority = Certificates.authority(temporary.resolve("authority"), "test authority");
    }

    static EndpointAccess access(Tls tls) {
        return new EndpointAccess(Optional.of(tls), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Tls tls(Tls.Version minVersion, Optional<Tls.ClientCertificates> clients) {
        return new Tls("web-tls", minVersion, clients);
    }

    void startEnvoy(Tls tls) throws IOException {
        startEnvoy(access(tls));
    }

    void startEnvoy(EndpointAccess access) throws IOException {
        mountCertificate("first");
        envoy(models -> models.secretsFolder(secrets()).access(access));
    }

    Path secrets() {
        return temporary.resolve("secrets");
    }

    /** Mounts a new certificate, as the kubelet does after the Secret has changed. */
    void mountCertificate(String name) throws IOException {
        if (tlsSecret == null) {
            tlsSecret =
                    new MountedFolder(Path.of(SecretMount.TLS.below(secrets().toString())));
        }
        var pair = authority.issue(name, NAMES);
        tlsSecret.write(Map.of(
                "tls.crt", Files.readString(pair.certificate()),
                "tls.key", Files.readString(pair.key())));
    }

    TlsChannelCredentials.Builder trusting() throws IOException {
        return TlsChannelCredentials.newBuilder().trustManager(authority.ca().toFile());
    }

    ChannelCredentials credentials() throws IOException {
        return trusting().build();
    }

    ChannelCredentials credentials(Certificates.Pair client) throws IOException {
        return trusting()
                .keyManager(client.certificate().toFile(), client.key().toFile())
                .build();
    }

    /** Returns the common name of the certificate that a new connection gets. */
    String servedCertificate() throws Exception {
        try (var socket = connect("TLSv1.3")) {
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    SSLSocket connect(String protocol) throws IOException, GeneralSecurityException {
        var socket = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), envoy.proxy().ports().listener());
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    SSLContext context() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var file = Files.newInputStream(authority.ca())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
