package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate of {@link #HOST}: {@code tls.crt}, {@code tls.key}, and both in {@code tls.pem}. */
final class TestCertificate {

    static final String HOST = "localhost";

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "tls";

    private final Path folder;
    private final KeyStore keys;

    private TestCertificate(Path folder, KeyStore keys) {
        this.folder = folder;
        this.keys = keys;
    }

    static TestCertificate createIn(Path folder) {
        try {
            KeyStore keys = generate(folder.resolve("keys.p12"));
            String certificate = pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
            String key = pem(
                    "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            Files.writeString(folder.resolve("tls.crt"), certificate);
            Files.writeString(folder.resolve("tls.key"), key);
            Files.writeString(folder.resolve("tls.pem"), certificate + key);
            return new TestCertificate(folder, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the folder with the files. */
    Path folder() {
        return folder;
    }

    /** Returns credentials of a gRPC client that trusts this certificate. */
    ChannelCredentials channelCredentials() {
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(folder.resolve("tls.crt").toFile())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the context of an HTTP client that trusts this certificate. */
    SSLContext sslContext() {
        try {
            var trust = KeyStore.getInstance(KeyStore.getDefaultType());
            trust.load(null, null);
            trust.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Has the JDK's keytool generate a key, because the JDK has no public class that makes certificates. */
    private static KeyStore generate(Path file) throws IOException, GeneralSecurityException {
        try (RunningProgram keytool = RunningProgram.start(
                TestPaths.java().resolveSibling("keytool"),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                "CN=" + HOST,
                "-ext",
                "san=dns:" + HOST,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file)) {
            assertThat(keytool.awaitExit()).as(keytool::stderr).isZero();
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
