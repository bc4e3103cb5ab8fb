package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionOptionsTest {

    @Test
    void startsFromDefaults() {
        // when
        ConnectionOptions options = ConnectionOptions.builder().build();

        // then
        assertThat(options.tls()).isFalse();
        assertThat(options.trustedCertificates()).isEmpty();
        assertThat(options.keepAliveInterval()).isEqualTo(ConnectionOptions.DEFAULT_KEEP_ALIVE_INTERVAL);
        assertThat(options.keepAliveTimeout()).isEqualTo(ConnectionOptions.DEFAULT_KEEP_ALIVE_TIMEOUT);
        assertThat(options.keepAliveWithoutCalls()).isTrue();
        assertThat(options.maxReceiveMessageSize()).isEqualTo(ConnectionOptions.DEFAULT_MAX_RECEIVE_MESSAGE_SIZE);
        assertThat(options.deadline()).isEmpty();
    }

    @Test
    void keepsEveryOption() {
        // when
        ConnectionOptions options = ConnectionOptions.builder()
                .tls(true)
                .trustedCertificates(Path.of("ca.pem"))
                .keepAliveInterval(Duration.ofMinutes(1))
                .keepAliveTimeout(Duration.ofSeconds(20))
                .keepAliveWithoutCalls(false)
                .maxReceiveMessageSize(1024)
                .deadline(Duration.ofSeconds(30))
                .build();

        // then
        assertThat(options.tls()).isTrue();
        assertThat(options.trustedCertificates()).contains(Path.of("ca.pem"));
        assertThat(options.keepAliveInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.keepAliveTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.keepAliveWithoutCalls()).isFalse();
        assertThat(options.maxReceiveMessageSize()).isEqualTo(1024);
        assertThat(options.deadline()).contains(Duration.ofSeconds(30));
    }

    static Stream<Arguments> outOfBounds() {
        return Stream.of(
                Arguments.of(
                        ConnectionOptions.builder().keepAliveInterval(Duration.ofSeconds(9)),
                        "keepAliveInterval is PT9S; set a duration from PT10S to PT8760H"),
                Arguments.of(
                        ConnectionOptions.builder().keepAliveTimeout(Duration.ZERO),
                        "keepAliveTimeout is PT0S; set a duration from PT0.000000001S to PT8760H"),
                Arguments.of(
                        ConnectionOptions.builder().deadline(Duration.ofHours(8761)),
                        "deadline is PT8761H; set a duration from PT0.000000001S to PT8760H"),
                Arguments.of(
                        ConnectionOptions.builder().maxReceiveMessageSize(0),
                        "maxReceiveMessageSize is 0; set at least 1 byte, for example the default 52428800"),
                Arguments.of(
                        ConnectionOptions.builder().trustedCertificates(Path.of("ca.pem")),
                        "trustedCertificates is ca.pem without TLS; enable tls, or leave the certificates out"));
    }

    @ParameterizedTest
    @MethodSource("outOfBounds")
    void refusesValueOutOfBounds(ConnectionOptions.Builder builder, String message) {
        // when / then
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
