package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyModelTest {
    private static final KeepAlive KEEP_ALIVE = new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5), true);

    static Stream<Arguments> broken() {
        return Stream.of(
                broken("listen address is blank", () -> listening(" ", Ports.STANDARD)),
                broken("port 0 must be from 1 to 65535", () -> listening("::", new Ports(0, 1, 2, 3))),
                broken("port 65536 must be from 1 to 65535", () -> listening("::", new Ports(1, 2, 3, 65_536))),
                broken("[1, 2, 1, 3] must differ", () -> listening("::", new Ports(1, 2, 1, 3))),
                broken("folder 'etc/envoy' must be absolute", () -> inFolder("etc/envoy")),
                broken("interval PT0S must be above zero", () -> pinging(Duration.ZERO, Duration.ofSeconds(-1))),
                broken("timeout PT0S must be above zero", () -> pinging(Duration.ofSeconds(1), Duration.ZERO)),
                broken(
                        "timeout PT1S must be shorter than the interval, PT1S",
                        () -> pinging(Duration.ofSeconds(1), Duration.ofSeconds(1))),
                broken("message from clients is 0 bytes", () -> sized(0, 1)),
                broken("message to clients is 2147483648 bytes", () -> sized(1, 1L << 31)),
                broken(
                        "idle timeout PT-1S must be above zero",
                        () -> timed(Duration.ofSeconds(-1), Duration.ofHours(1))),
                broken("request timeout PT0S must be above zero", () -> timed(Duration.ZERO, Duration.ZERO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aModelThatCannotWorkIsRefusedWithTheValueSeen(String sentence, Executable making) {
        assertThatThrownBy(making::execute)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aStreamMayBeSilentForEver() {
        assertThat(timed(Duration.ZERO, Duration.ofSeconds(1)).streamIdleTimeout())
                .isZero();
    }

    private static Arguments broken(String sentence, Executable making) {
        return Arguments.of(sentence, making);
    }

    private static ProxyModel listening(String address, Ports ports) {
        return new ProxyModel(address, ports, "/etc", KEEP_ALIVE, 1, 1, Duration.ZERO, Duration.ofSeconds(1));
    }

    private static ProxyModel inFolder(String folder) {
        return new ProxyModel("::", Ports.STANDARD, folder, KEEP_ALIVE, 1, 1, Duration.ZERO, Duration.ofSeconds(1));
    }

    private static ProxyModel pinging(Duration interval, Duration timeout) {
        var keepAlive = new KeepAlive(interval, timeout, true);
        return new ProxyModel("::", Ports.STANDARD, "/etc", keepAlive, 1, 1, Duration.ZERO, Duration.ofSeconds(1));
    }

    private static ProxyModel sized(long receive, long send) {
        return new ProxyModel(
                "::", Ports.STANDARD, "/etc", KEEP_ALIVE, receive, send, Duration.ZERO, Duration.ofSeconds(1));
    }

    private static ProxyModel timed(Duration idle, Duration request) {
        return new ProxyModel("::", Ports.STANDARD, "/etc", KEEP_ALIVE, 1, 1, idle, request);
    }
}
