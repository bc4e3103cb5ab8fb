package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.operator.model.SecretMount;
import io.audiostream.operator.model.Tls;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvoyClientCertificatesIT extends TlsFixture {
    private Certificates clients;

    @BeforeEach
    void mountClientAuthority() throws Exception {
        clients = Certificates.authority(temporary.resolve("clients"), "authority of clients");
        mountAuthority(clients);
    }

    @Test
    void refusesClientWithoutCertificate() throws Exception {
        // given
        startEnvoy(requiring(true));

        // when
        var failure = catchThrowable(() -> call(credentials()));

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void acceptsClientWithCertificateOfAuthority() throws Exception {
        // given
        startEnvoy(requiring(true));

        // when
        call(credentials(clients.issue("client", "DNS:client")));

        // then
        assertThat(transcriber.nextHeader("x-audiostream-caller")).isEqualTo("CN=client,O=audiostream");
    }

    @Test
    void prefersUriOfCertificateAsCaller() throws Exception {
        // given
        startEnvoy(requiring(true));

        // when
        call(credentials(clients.issue("client", "URI:spiffe://cluster/ns/team/sa/app")));

        // then
        assertThat(transcriber.nextHeader("x-audiostream-caller")).isEqualTo("spiffe://cluster/ns/team/sa/app");
    }

    @Test
    void refusesCertificateOfAnotherAuthority() throws Exception {
        // given
        startEnvoy(requiring(false));
        // With another name, the client would not send its certificate: Envoy tells it the names of the authorities.
        var impostor = Certificates.authority(temporary.resolve("impostor"), "authority of clients");

        // when
        var failure = catchThrowable(() -> call(credentials(impostor.issue("stranger", "DNS:stranger"))));

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void acceptsClientWithoutCertificateWhereItIsOptional() throws Exception {
        // given
        startEnvoy(requiring(false));

        // when
        call(credentials());

        // then
        assertThat(transcriber.nextHeader("x-audiostream-caller")).isNull();
    }

    @Test
    void usesRenewedAuthorityForNewConnections() throws Exception {
        // given
        startEnvoy(requiring(true));
        var open = Call.open(envoy.channel(credentials(clients.issue("client", "DNS:client"))));
        open.send(0);
        var renewed = Certificates.authority(temporary.resolve("renewed"), "renewed authority of clients");
        var newClient = credentials(renewed.issue("client", "DNS:client"));

        // when
        mountAuthority(renewed);
        eventually().until(() -> catchThrowable(() -> call(newClient)) == null);

        // then
        assertThat(open.send(1)).isEqualTo("chunk 1");
    }

    private MountedFolder authoritySecret;

    private void mountAuthority(Certificates certificates) throws Exception {
        if (authoritySecret == null) {
            authoritySecret = new MountedFolder(
                    Path.of(SecretMount.CLIENT_CA.below(secrets().toString())));
        }
        authoritySecret.write(Map.of("ca.crt", Files.readString(certificates.ca())));
    }

    private static Tls requiring(boolean required) {
        return tls(Tls.Version.TLS_1_2, Optional.of(new Tls.ClientCertificates("clients-ca", required)));
    }

    private void call(ChannelCredentials credentials) {
        AudioStreamServiceGrpc.newBlockingStub(envoy.channel(credentials))
                .transcribeAudio(AudioFile.getDefaultInstance());
    }
}
