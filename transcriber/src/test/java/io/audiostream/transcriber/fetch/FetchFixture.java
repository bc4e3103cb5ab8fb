package io.audiostream.transcriber.fetch;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.engine.ModelChecksum;
import io.audiostream.transcriber.secrets.SecretException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real HTTP server whose answers a test sets, and a folder for the fetched file. */
abstract class FetchFixture {

    static final byte[] MODEL = new byte[300_000];

    static {
        new Random(11).nextBytes(MODEL);
    }

    @TempDir
    Path dir;

    final Deque<Behaviour> behaviours = new ConcurrentLinkedDeque<>();
    final List<String> ranges = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    final HttpClient http = HttpClient.newHttpClient();
    final ReadTimeout readTimeout = new ReadTimeout(Duration.ofMinutes(1));
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    RequestAuthorization authorization = RequestAuthorization.NONE;
    HttpServer server;
    Path target;
    String sha256;

    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        target = dir.resolve("models/model.bin");
        Path original = Files.write(dir.resolve("original"), MODEL);
        sha256 = ModelChecksum.of(original);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            try (exchange) {
                behaviours.remove().answer(exchange);
            }
        });
        server.setExecutor(executor);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
        readTimeout.close();
        http.close();
    }

    void fetch(Optional<String> checksum) throws FetchException, SecretException, InterruptedException {
        fetcher().fetch(uri(), checksum, target);
    }

    /** Sends the requests with the credentials of the test. */
    ModelServer server() {
        return new ModelServer(http, Duration.ofMinutes(1), authorization);
    }

    ModelFetcher fetcher() {
        return fetcher(readTimeout);
    }

    ModelFetcher fetcher(ReadTimeout timeout) {
        var out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new ModelFetcher(server(), timeout, pauses::add, new FetchProgress(out, false, System::nanoTime));
    }

    void fetchWith(ModelFetcher.Pause pause) {
        var out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        try {
            new ModelFetcher(server(), readTimeout, pause, new FetchProgress(out, false, System::nanoTime))
                    .fetch(uri(), Optional.of(sha256), target);
        } catch (FetchException | SecretException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.bin");
    }

    Path part() {
        return target.resolveSibling("model.bin.part");
    }

    /** Writes the bytes of an earlier fetch. */
    void leavePart(byte[] content) throws IOException {
        Files.createDirectories(target.getParent());
        Files.write(part(), content);
    }

    static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** Sends the first bytes of the file, and breaks off when the client has stored them. */
    Behaviour breakOffAfter(int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, bytes);
            exchange.getResponseBody().flush();
            awaitPartOf(bytes);
        };
    }

    void awaitPartOf(int bytes) {
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(part()) && Files.size(part()) == bytes);
    }

    static void all(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, MODEL.length);
        exchange.getResponseBody().write(MODEL);
    }

    static void rest(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes %d-%d/%d".formatted(from, MODEL.length - 1, MODEL.length));
        exchange.sendResponseHeaders(206, MODEL.length - from);
        exchange.getResponseBody().write(MODEL, from, MODEL.length - from);
    }

    static Behaviour status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }
}
