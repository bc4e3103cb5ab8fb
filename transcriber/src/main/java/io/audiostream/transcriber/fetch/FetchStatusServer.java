package io.audiostream.transcriber.fetch;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.fetch.FetchProgress.Transferred;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Serves the progress of a fetch at {@code GET /statusz}, on the port at which the transcriber of the same pod later
 * serves its status. The operator reads both.
 */
final class FetchStatusServer implements AutoCloseable {
    private static final int OK = 200;

    private final HttpServer server;

    private FetchStatusServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param port TCP port, 0 for any free one
     * @param progress called by another thread
     * @throws IOException when the port is in use
     */
    static FetchStatusServer start(int port, Supplier<Transferred> progress) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/statusz", exchange -> {
            var body = json(progress.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(OK, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return new FetchStatusServer(server);
    }

    private static String json(Transferred progress) {
        return progress.total() < 0
                ? "{\"fetch\":{\"bytes\":%d}}".formatted(progress.bytes())
                : "{\"fetch\":{\"bytes\":%d,\"total\":%d}}".formatted(progress.bytes(), progress.total());
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
