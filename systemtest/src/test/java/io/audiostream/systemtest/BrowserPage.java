package io.audiostream.systemtest;

import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A web page that calls the service, in a real browser, and the server from which the browser loads it. */
final class BrowserPage implements AutoCloseable {
    private static final int FRAME_HEADER_BYTES = 5;

    private final HttpServer server;
    private volatile CompletableFuture<String> outcome = new CompletableFuture<>();

    /**
     * A page that makes a gRPC-Web call.
     *
     * @param request the request of the call
     */
    BrowserPage(MessageLite request) {
        this("/browser/page.html", frame(request.toByteArray()));
    }

    /**
     * @param resource name of the page
     * @param request what the page sends, which it loads from {@code /request}
     */
    BrowserPage(String resource, byte[] request) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] page = Objects.requireNonNull(BrowserPage.class.getResourceAsStream(resource))
                    .readAllBytes();
            server.createContext("/", exchange -> respond(exchange, "text/html", page));
            server.createContext("/request", exchange -> respond(exchange, "application/octet-stream", request));
            server.createContext("/outcome", exchange -> {
                outcome.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                respond(exchange, "text/plain", new byte[0]);
            });
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves the modules of a folder below a path, such as {@code /openai/}. */
    BrowserPage withModules(String path, Path folder) {
        server.createContext(path, exchange -> {
            String name = exchange.getRequestURI().getPath().substring(path.length());
            respond(exchange, "text/javascript", Files.readAllBytes(folder.resolve(name)));
        });
        return this;
    }

    /**
     * Returns an origin of the page, as the browser states it.
     *
     * @param host a name or address of this machine; each is another origin
     */
    String origin(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    /**
     * Loads the page in the browser and waits for the end of its call.
     *
     * @param origin origin from which the browser loads the page
     * @param url address of the method
     * @param profile folder for the files of the browser
     * @return what the page reports: for a gRPC-Web call status of HTTP, session id and body in hexadecimal digits, or
     *     "failed: " and the reason
     */
    String call(String origin, String url, Path profile) {
        outcome = new CompletableFuture<>();
        String address = origin + "/?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
        try (var browser = RunningProgram.start(
                TestPaths.browser(),
                "--headless",
                // The sandbox needs rights that root in a container lacks. The page comes from this test.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--autoplay-policy=no-user-gesture-required",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                address)) {
            return await(browser);
        }
    }

    private String await(RunningProgram browser) {
        try {
            return outcome.get(Timeouts.EVENT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the page reports no outcome; the browser: " + browser.stderr(), e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(FRAME_HEADER_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static void respond(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
