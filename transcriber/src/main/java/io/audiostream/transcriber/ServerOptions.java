package io.audiostream.transcriber;

import io.audiostream.commandline.Durations;
import io.audiostream.transcriber.grpc.GrpcServerConfig;
import io.audiostream.transcriber.http.HttpServerConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of {@code serve} that configure the gRPC and the HTTP server. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServerOptions {

    /** Only processes of the same pod or machine reach the API, so that no client bypasses Envoy. */
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            paramLabel = "ADDRESS",
            description = "Address of the gRPC server (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--grpc-port",
            defaultValue = "50051",
            paramLabel = "PORT",
            description = "Port of the gRPC server, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int grpcPort;

    @Option(
            names = "--http-host",
            defaultValue = "0.0.0.0",
            paramLabel = "ADDRESS",
            description = "Address of the HTTP server for probes and metrics (default: ${DEFAULT-VALUE}).")
    private String httpHost;

    @Option(
            names = "--http-port",
            defaultValue = "8001",
            paramLabel = "PORT",
            description = "Port of the HTTP server for probes and metrics, 0 for any free one (default:"
                    + " ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--api-port",
            defaultValue = "8002",
            paramLabel = "PORT",
            description = "Port of the HTTP API, on 127.0.0.1 only: Envoy forwards to it. 0 for any free one (default:"
                    + " ${DEFAULT-VALUE}).")
    private int apiPort;

    @Option(
            names = "--max-receive-message-size",
            defaultValue = "52428800",
            paramLabel = "BYTES",
            description = "Maximum size of a received message or upload (default: ${DEFAULT-VALUE}, 50 MiB).")
    private int maxReceiveMessageSize;

    @Option(
            names = "--max-send-message-size",
            defaultValue = "52428800",
            paramLabel = "BYTES",
            description = "Maximum size of a sent message (default: ${DEFAULT-VALUE}, 50 MiB).")
    private int maxSendMessageSize;

    @Option(
            names = "--keep-alive-interval",
            defaultValue = "10s",
            paramLabel = "DURATION",
            description = "Idle time after which the server sends a PING, at least 1s (default: ${DEFAULT-VALUE}).")
    private Duration keepAliveInterval;

    @Option(
            names = "--keep-alive-timeout",
            defaultValue = "5s",
            paramLabel = "DURATION",
            description = "Time in which the client must answer a PING (default: ${DEFAULT-VALUE}).")
    private Duration keepAliveTimeout;

    @Option(
            names = "--keep-alive-without-calls",
            defaultValue = "true",
            arity = "1",
            paramLabel = "BOOL",
            description = "Whether clients without a call may send PINGs (default: ${DEFAULT-VALUE}).")
    private boolean keepAliveWithoutCalls;

    /** @throws IllegalArgumentException if an option has an invalid value */
    GrpcServerConfig grpc() {
        requirePort("--grpc-port", grpcPort, GrpcServerConfig.MAX_PORT);
        requireSize("--max-receive-message-size", maxReceiveMessageSize);
        requireSize("--max-send-message-size", maxSendMessageSize);
        require(
                keepAliveInterval.compareTo(GrpcServerConfig.MIN_KEEP_ALIVE_INTERVAL) >= 0,
                "--keep-alive-interval: " + Durations.format(keepAliveInterval) + " is too short, at least "
                        + Durations.format(GrpcServerConfig.MIN_KEEP_ALIVE_INTERVAL));
        require(keepAliveTimeout.isPositive(), "--keep-alive-timeout: 0s is too short, it must be above 0");
        return new GrpcServerConfig(
                host,
                grpcPort,
                maxReceiveMessageSize,
                maxSendMessageSize,
                keepAliveInterval,
                keepAliveTimeout,
                keepAliveWithoutCalls);
    }

    /** @throws IllegalArgumentException if an option has an invalid value */
    HttpServerConfig api() {
        requirePort("--api-port", apiPort, HttpServerConfig.MAX_PORT);
        return new HttpServerConfig(LOOPBACK, apiPort, maxReceiveMessageSize);
    }

    /** @throws IllegalArgumentException if an option has an invalid value */
    HttpServerConfig http() {
        requirePort("--http-port", httpPort, HttpServerConfig.MAX_PORT);
        return new HttpServerConfig(httpHost, httpPort, HttpServerConfig.SMALL_REQUEST);
    }

    static void requirePort(String option, int port, int max) {
        require(port >= 0 && port <= max, option + ": " + port + " is out of range, 0 to " + max);
    }

    private static void requireSize(String option, int bytes) {
        require(bytes > 0, option + ": " + bytes + " is not above 0");
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
