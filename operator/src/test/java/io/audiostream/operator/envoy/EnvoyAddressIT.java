package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses on which clients and the kubelet reach the listener. */
class EnvoyAddressIT extends EnvoyFixture {

    @ParameterizedTest
    @CsvSource({"::, 127.0.0.1", "::, [::1]", "0.0.0.0, 127.0.0.1"})
    void servesClientsOfAddress(String listenAddress, String address) throws Exception {
        // given
        envoy(models -> models.listenAddress(listenAddress));

        // when
        var response = envoy.http(HttpRequest.newBuilder(URI.create(
                        "http://" + address + ":" + envoy.proxy().ports().listener() + "/healthz"))
                .build());

        // then
        assertThat(response.statusCode()).isEqualTo(200);
    }
}
