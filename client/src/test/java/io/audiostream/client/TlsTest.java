package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.proto.AudioFile;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {

    private static final String PASSWORD = "not a secret";

    @TempDir
    private Path folder;

    private Path keys;
    private Path certificate;

    /** The JDK's only public way to make a certificate is keytool. */
    @BeforeEach
    void makeCertificate() throws Exception {
        keys = folder.resolve("keys.p12");
        certificate = folder.resolve("certificate.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "test", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-alias", "test", "-file", certificate.toString());
    }

    @Test
    void callsServiceWithTrustedCertificate() throws Exception {
        // given
        try (TestService service = TestService.encrypted(credentials());
                AudiostreamClient client = AudiostreamClient.connect(
                        service.endpoint(),
                        ConnectionOptions.builder()
                                .tls(true)
                                .trustedCertificates(certificate)
                                .build())) {
            // when / then
            assertThat(client.transcribe(AudioFile.getDefaultInstance()))
                    .isEqualTo(TranscriptionResponse.getDefaultInstance());
        }
    }

    @Test
    void refusesServiceWithUntrustedCertificate() throws Exception {
        // given
        try (TestService service = TestService.encrypted(credentials());
                AudiostreamClient client = AudiostreamClient.connect(
                        service.endpoint(),
                        ConnectionOptions.builder().tls(true).build())) {
            // when
            TranscriptionException e = catchThrowableOfType(
                    TranscriptionException.class, () -> client.transcribe(AudioFile.getDefaultInstance()));

            // then
            assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(e).hasMessageContaining("certification path");
            assertThat(service.files()).isEmpty();
        }
    }

    private ServerCredentials credentials() throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        return TlsServerCredentials.newBuilder()
                .keyManager(managers.getKeyManagers())
                .build();
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
        Path log = folder.resolve("keytool.log");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(status).as(() -> read(log)).isZero();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
