package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.operator.model.Tls;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvoyTlsIT extends TlsFixture {
    private static final int STREAMS = 20;

    @Test
    void servesGrpcAndHttpOverTls() throws Exception {
        // given
        startEnvoy(tls(Tls.Version.TLS_1_2, Optional.empty()));

        // when
        var text = transcribe(credentials());
        var http = HttpClient.newBuilder().sslContext(context()).build();
        var response = http.send(request("/v1/models"), BodyHandlers.ofString());

        // then
        assertThat(text).isEqualTo("0 bytes");
        assertThat(response.body()).isEqualTo("GET /v1/models 0");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void servesHttp11OverTls() throws Exception {
        // given
        startEnvoy(tls(Tls.Version.TLS_1_2, Optional.empty()));
        var http = HttpClient.newBuilder()
                .sslContext(context())
                .version(HttpClient.Version.HTTP_1_1)
                .build();

        // when
        var response = http.send(request("/readyz"), BodyHandlers.ofString());

        // then
        assertThat(response.body()).isEqualTo("GET /readyz 0");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void refusesPlainText() throws Exception {
        // given
        startEnvoy(tls(Tls.Version.TLS_1_2, Optional.empty()));

        // when
        var failure = catchThrowable(() -> stub().transcribeAudio(AudioFile.getDefaultInstance()));
        var response = envoy.get("/v1/models");

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("this port serves TLS only");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("this port serves TLS only");
    }

    @ParameterizedTest
    @EnumSource
    void refusesVersionsBelowMinimum(Tls.Version minimum) throws Exception {
        // given
        startEnvoy(tls(minimum, Optional.empty()));

        // when / then
        try (var older = connect(minimum == Tls.Version.TLS_1_2 ? "TLSv1.1" : "TLSv1.2")) {
            assertThatThrownBy(older::startHandshake).isInstanceOf(SSLException.class);
        }
        try (var newer = connect("TLSv1.3")) {
            newer.startHandshake();
            assertThat(newer.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void usesRenewedCertificateWithoutCuttingStreams() throws Exception {
        // given
        startEnvoy(tls(Tls.Version.TLS_1_2, Optional.empty()));
        var channel = envoy.channel(credentials());
        var calls = IntStream.range(0, STREAMS)
                .mapToObj(number -> Call.open(channel))
                .toList();
        for (var call : calls) {
            call.send(0);
        }
        assertThat(servedCertificate()).startsWith("CN=first");

        // when
        mountCertificate("second");
        eventually().untilAsserted(() -> assertThat(servedCertificate()).startsWith("CN=second"));

        // then
        for (var call : calls) {
            assertThat(call.send(1)).isEqualTo("chunk 1");
            assertThat(call.isOpen()).isTrue();
        }
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
        assertThat(transcribe(credentials())).isEqualTo("0 bytes");
    }

    @Test
    void keepsCertificateWhoseRenewalIsBroken() throws Exception {
        // given
        startEnvoy(tls(Tls.Version.TLS_1_2, Optional.empty()));

        // when
        tlsSecret.write(Map.of("tls.crt", "no certificate", "tls.key", "no key"));
        eventually()
                .until(() ->
                        envoy.sumOfStats("key_rotation_failed") + envoy.sumOfStats("certificate.update_rejected") > 0);

        // then
        assertThat(servedCertificate()).startsWith("CN=first");
        assertThat(transcribe(credentials())).isEqualTo("0 bytes");
    }

    private String transcribe(ChannelCredentials credentials) {
        return AudioStreamServiceGrpc.newBlockingStub(envoy.channel(credentials))
                .transcribeAudio(AudioFile.getDefaultInstance())
                .getText();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + envoy.proxy().ports().listener() + path))
                .build();
    }
}
