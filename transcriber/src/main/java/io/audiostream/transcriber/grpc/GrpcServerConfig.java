package io.audiostream.transcriber.grpc;

import com.google.errorprone.annotations.FormatMethod;
import java.time.Duration;

/**
 * Configures the gRPC server.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 to {@value #MAX_PORT}; 0 for any free port
 * @param maxReceiveBytes maximum size of a received message, above 0
 * @param maxSendBytes maximum size of a sent message, above 0
 * @param keepAliveInterval idle time after which the server pings a client, at least 1 s; clients may ping as often
 * @param keepAliveTimeout maximum time for the response to a ping, above 0
 * @param keepAliveWithoutCalls whether clients without a call may ping
 */
public record GrpcServerConfig(
        String host,
        int port,
        int maxReceiveBytes,
        int maxSendBytes,
        Duration keepAliveInterval,
        Duration keepAliveTimeout,
        boolean keepAliveWithoutCalls) {

    public static final int MAX_PORT = 65_535;
    public static final Duration MIN_KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);

    public GrpcServerConfig {
        check(port >= 0 && port <= MAX_PORT, "the port is %d, not 0 to %d", port, MAX_PORT);
        check(maxReceiveBytes > 0, "the maximum size of received messages is %d bytes, not above 0", maxReceiveBytes);
        check(maxSendBytes > 0, "the maximum size of sent messages is %d bytes, not above 0", maxSendBytes);
        check(
                keepAliveInterval.compareTo(MIN_KEEP_ALIVE_INTERVAL) >= 0,
                "the keep-alive interval is %d ms, not at least %d ms",
                keepAliveInterval.toMillis(),
                MIN_KEEP_ALIVE_INTERVAL.toMillis());
        check(
                keepAliveTimeout.isPositive(),
                "the keep-alive timeout is %d ms, not above 0",
                keepAliveTimeout.toMillis());
    }

    @FormatMethod
    private static void check(boolean valid, String message, Object... values) {
        if (!valid) {
            throw new IllegalArgumentException(message.formatted(values));
        }
    }
}
