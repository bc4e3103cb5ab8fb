package io.audiostream.operator.envoy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands for the transcriber's authorization: allows every call with the header x-api-key, whose value is the caller.
 */
final class FakeAuthorization implements AutoCloseable {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private FakeAuthorization(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/authorize", this::answer);
        server.start();
    }

    static FakeAuthorization start(RunningEnvoy envoy) throws IOException {
        return new FakeAuthorization(envoy.proxy().ports().authorization());
    }

    /** Returns the path and the header names of each request. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().keySet());
            var caller = exchange.getRequestHeaders().getFirst("x-api-key");
            if (caller == null) {
                var body = "say \"who\" calls".getBytes();
                exchange.sendResponseHeaders(401, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.getResponseHeaders().set("x-audiostream-caller", "key:" + caller);
                exchange.getResponseHeaders().set("x-envoy-auth-headers-to-remove", "authorization,x-api-key");
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
