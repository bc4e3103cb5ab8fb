package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyModelTest {
    private static final KeepAlive KEEP_ALIVE = new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5), true);

    private static final ConnectionLimits LIMITS = new ConnectionLimits(Duration.ZERO, 1, 1);
    private static final Resources RESOURCES = new Resources(Map.of(), Map.of());

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("listen address is blank", (Executable) () -> proxy(" ", Ports.STANDARD, "/etc")),
                Arguments.of("port 0 must be from 1 to 65535", (Executable) () -> new Ports(0, 1, 2, 3, 4)),
                Arguments.of("port 65536 must be from 1 to 65535", (Executable) () -> new Ports(1, 2, 3, 4, 65_536)),
                Arguments.of("[1, 2, 1, 3, 4] must differ", (Executable)
                        () -> proxy("::", new Ports(1, 2, 1, 3, 4), "/etc")),
                Arguments.of("folder 'etc/envoy' must be absolute", (Executable)
                        () -> proxy("::", Ports.STANDARD, "etc/envoy")),
                Arguments.of("socket 'admin.sock' must be an absolute path", (Executable) () -> socket("admin.sock")),
                Arguments.of("of at most 107 characters", (Executable) () -> socket("/" + "x".repeat(107))),
                Arguments.of("interval PT0S must be above zero", (Executable)
                        () -> new KeepAlive(Duration.ZERO, Duration.ofSeconds(-1), true)),
                Arguments.of("timeout PT0S must be above zero", (Executable)
                        () -> new KeepAlive(Duration.ofSeconds(1), Duration.ZERO, true)),
                Arguments.of("timeout PT1S must be shorter than the interval, PT1S", (Executable)
                        () -> new KeepAlive(Duration.ofSeconds(1), Duration.ofSeconds(1), true)),
                Arguments.of("size from clients is 0 bytes", (Executable) () -> sizes(0, 1)),
                Arguments.of("size to clients is 2147483648 bytes", (Executable) () -> sizes(1, 1L << 31)),
                Arguments.of("idle timeout PT-1S must be above zero", (Executable)
                        () -> timeouts(Duration.ofSeconds(-1), Duration.ofHours(1))),
                Arguments.of("connection age PT-1S must be above zero", (Executable)
                        () -> new ConnectionLimits(Duration.ofSeconds(-1), 1, 1)),
                Arguments.of(
                        "connections 0 must be from 1", (Executable) () -> new ConnectionLimits(Duration.ZERO, 0, 1)),
                Arguments.of("streams of a connection 0 must be from 1", (Executable)
                        () -> new ConnectionLimits(Duration.ZERO, 1, 0)),
                Arguments.of("request timeout PT0S must be above zero", (Executable)
                        () -> timeouts(Duration.ZERO, Duration.ZERO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void rejectsInvalidValue(String message, Executable construction) {
        // when / then
        assertThatThrownBy(construction::execute)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void acceptsZeroAsNoIdleTimeout() {
        // when
        var settings = timeouts(Duration.ZERO, Duration.ofSeconds(1));

        // then
        assertThat(settings.streamIdleTimeout()).isZero();
    }

    private static ProxyModel proxy(String address, Ports ports, String folder) {
        return new ProxyModel(
                address, ports, folder, "/run/admin.sock", "/secrets", timeouts(Duration.ZERO, Duration.ofSeconds(1)));
    }

    private static ProxyModel socket(String path) {
        return new ProxyModel(
                "::", Ports.STANDARD, "/etc", path, "/secrets", timeouts(Duration.ZERO, Duration.ofSeconds(1)));
    }

    private static EnvoySettings sizes(long receive, long send) {
        return new EnvoySettings(
                KEEP_ALIVE,
                receive,
                send,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Optional.empty(),
                true,
                LIMITS,
                RESOURCES,
                EndpointAccess.OPEN);
    }

    private static EnvoySettings timeouts(Duration idle, Duration request) {
        return new EnvoySettings(
                KEEP_ALIVE, 1, 1, idle, request, Optional.empty(), true, LIMITS, RESOURCES, EndpointAccess.OPEN);
    }
}
