package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the port that only the pods of the service may use. */
class EnvoyPeerTlsIT extends SpillOverFixture {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final char[] NO_PASSWORD = {};

    @BeforeEach
    void startPod() throws IOException {
        startPods(1, 1);
    }

    @Test
    void acceptsCertificateOfService() throws Exception {
        // when
        try (var socket = connect(keys(certificateFolder))) {
            // then
            assertThat(firstByte(socket)).as("the first byte of a frame").isNotNegative();
        }
    }

    @Test
    void rejectsClientWithoutCertificate() throws Exception {
        // when
        try (var socket = connect(new KeyManager[0])) {
            // then
            assertThatThrownBy(() -> firstByte(socket)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void rejectsCertificateOfAnotherService(@TempDir Path other) throws Exception {
        // given
        writeCertificate(other);

        // when
        try (var socket = connect(keys(other))) {
            // then
            assertThatThrownBy(() -> firstByte(socket)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void rejectsClientWithoutTls() throws Exception {
        // when
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(PREFACE);

            // then
            assertThat(socket.getInputStream().read()).isNotEqualTo('\0');
        } catch (IOException e) {
            // Envoy reset the connection.
        }
    }

    private int port() {
        return pods.getFirst().envoy().proxy().peers().orElseThrow().port();
    }

    private SSLSocket connect(KeyManager[] keys) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** Returns the first byte of the response to the beginning of HTTP/2; with TLS 1.3, a rejection arrives here. */
    private static int firstByte(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(PREFACE);
        return socket.getInputStream().read();
    }

    private static KeyManager[] keys(Path folder) throws IOException, GeneralSecurityException {
        var pem = Files.readString(folder.resolve("tls.key"));
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
        try (var file = Files.newInputStream(folder.resolve("tls.crt"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("peer", key, NO_PASSWORD, new java.security.cert.Certificate[] {certificate});
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
