package io.audiostream.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves {@code /healthz} (the process responds and nothing hangs), {@code /readyz} (the watches are established, on
 * the leader and on standbys) and {@code /metrics}.
 *
 * <p>Lost watches do not fail {@code /healthz}: they reconnect when the API server is back, and a restart would only
 * add to the load of the API server while it starts.
 */
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param port TCP port, 0 for any free one
     * @param problem what only a restart can solve; empty while there is nothing of the kind
     * @param ready whether the watches are established
     * @param metrics supplies the metrics in Prometheus' text format
     * @throws IOException when the port is in use
     */
    public static HealthServer start(
            int port, Supplier<Optional<String>> problem, BooleanSupplier ready, Supplier<String> metrics)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new IOException("health port " + port + " is in use; set another one with --health-port", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> {
            var found = problem.get();
            respond(exchange, found.isPresent() ? 503 : 200, found.orElse("ok") + "\n");
        });
        server.createContext("/readyz", exchange -> {
            var isReady = ready.getAsBoolean();
            respond(
                    exchange,
                    isReady ? 200 : 503,
                    isReady ? "ok\n" : "the watches on the API server are not established\n");
        });
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            respond(exchange, 200, metrics.get());
        });
        server.start();
        return new HealthServer(server);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
