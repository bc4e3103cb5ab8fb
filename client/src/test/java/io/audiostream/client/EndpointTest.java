package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Test
    void readsNamesAndAddresses() {
        // when / then
        assertThat(Endpoint.parse("localhost:50051")).isEqualTo(new Endpoint("localhost", 50051));
        assertThat(Endpoint.parse("[::1]:50051")).isEqualTo(new Endpoint("::1", 50051));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:50051", "[::1]:50051"})
    void printsTheTextItWasReadFrom(String text) {
        // when / then
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "::1:50051", "http://localhost:50051", ":50051"})
    void namesTheRightForm(String text) {
        // when / then
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:0", "localhost:65536", "localhost:grpc", "localhost:"})
    void namesTheRangeOfPorts(String text) {
        // when / then
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 65535");
    }
}
