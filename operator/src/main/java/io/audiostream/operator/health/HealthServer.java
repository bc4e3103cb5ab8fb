package io.audiostream.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.RuntimeInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /healthz} (the process answers), {@code /readyz} (the watches stand, whether it leads or stands by) and
 * {@code /metrics}.
 *
 * <p>Lost watches are no reason to kill the process: they come back by themselves when the API server does, and a
 * restart would only make its start harder.
 */
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param port TCP port, 0 for any free one
     * @param metrics what Prometheus gets
     * @throws IOException when the port is taken
     */
    public static HealthServer start(int port, RuntimeInfo operator, Supplier<String> metrics) throws IOException {
        return start(port, () -> operator.isStarted() && operator.allEventSourcesAreHealthy(), metrics);
    }

    static HealthServer start(int port, BooleanSupplier ready, Supplier<String> metrics) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new IOException("port " + port + " for health is taken; write another with --health-port", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> answer(exchange, 200, "ok\n"));
        server.createContext("/readyz", exchange -> {
            var isReady = ready.getAsBoolean();
            answer(
                    exchange,
                    isReady ? 200 : 503,
                    isReady ? "ok\n" : "the watches on the API server do not stand yet\n");
        });
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            answer(exchange, 200, metrics.get());
        });
        server.start();
        return new HealthServer(server);
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
