package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.SocketOption;
import io.envoyproxy.envoy.config.core.v3.SocketOption.SocketState;
import java.time.Duration;
import java.util.List;

/**
 * TCP options of the listener. Connections inherit them, so that the kernel closes those whose client is gone after
 * about two minutes: by keep-alive if nothing was sent to the client, otherwise because the client does not acknowledge
 * it. HTTP/2 has its own PINGs; these options are for HTTP/1.1 and WebSockets.
 *
 * <p>The numbers are those of Linux: {@code asm-generic/socket.h} and {@code linux/tcp.h}.
 */
final class TcpKeepAlive {
    private static final int SOL_SOCKET = 1;
    private static final int SO_KEEPALIVE = 9;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    /** Time without data before the first probe. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Time between probes. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Probes without an answer after which the connection is dead. */
    private static final int PROBES = 4;

    /** Time in which a client must acknowledge data. Linux alone would send it again for 15 minutes. */
    private static final Duration UNACKNOWLEDGED = Duration.ofMinutes(2);

    private TcpKeepAlive() {}

    static List<SocketOption> socketOptions() {
        return List.of(
                option("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 1),
                option("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE, IDLE.toSeconds()),
                option("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL, INTERVAL.toSeconds()),
                option("TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, PROBES),
                option("TCP_USER_TIMEOUT", IPPROTO_TCP, TCP_USER_TIMEOUT, UNACKNOWLEDGED.toMillis()));
    }

    private static SocketOption option(String description, int level, int name, long value) {
        return SocketOption.newBuilder()
                .setDescription(description)
                .setLevel(level)
                .setName(name)
                .setIntValue(value)
                .setState(SocketState.STATE_PREBIND)
                .build();
    }
}
