package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    /** The kubelet probes the first address of the pod, which may be an IPv6 address. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]"})
    void servesIpv4AndIpv6OnWildcardAddress(String address) {
        // given
        try (var server = new TestHttpServer()) {
            // when
            var response = server.getFrom(address, "/healthz");

            // then
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }
}
