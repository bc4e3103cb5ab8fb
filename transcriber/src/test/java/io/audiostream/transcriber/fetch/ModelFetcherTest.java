package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.engine.ModelChecksum;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real HTTP server that does what networks and servers do. */
class ModelFetcherTest {

    private static final byte[] MODEL = new byte[300_000];

    static {
        new Random(11).nextBytes(MODEL);
    }

    @TempDir
    private Path dir;

    private final Deque<Behaviour> behaviours = new ArrayDeque<>();
    private final List<String> ranges = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private HttpServer server;
    private Path target;
    private String sha256;

    private interface Behaviour {
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
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileIsThereWholeAndVerified() throws Exception {
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(part()).doesNotExist();
        assertThat(shown()).contains("checksum right");
    }

    @Test
    void aTransferThatBreaksOffGoesOnWhereItStopped() throws Exception {
        behaviours.add(exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, 100_000);
        });
        behaviours.add(ModelFetcherTest::rest);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).hasSize(2).last().asString().matches("bytes=[1-9]\\d*-");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void aServerThatKnowsNoRangesIsAskedForTheWholeFile() throws Exception {
        Files.createDirectories(target.getParent());
        Files.write(part(), Arrays.copyOf(MODEL, 50_000));
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void whatIsLeftOfAnotherFileIsThrownAway() throws Exception {
        Files.createDirectories(target.getParent());
        Files.write(part(), new byte[50_000]);
        behaviours.add(ModelFetcherTest::rest);
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).contains("starting over");
    }

    @Test
    void aServerThatIsOutOfOrderIsAskedAgainLaterAndLater() throws Exception {
        behaviours.add(status(503));
        behaviours.add(status(500));
        behaviours.add(status(429));
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void itIsGivenUpAfterFiveTries() {
        for (int i = 0; i < 5; i++) {
            behaviours.add(status(502));
        }

        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("HTTP 502")
                .hasMessageContaining("5 tries");
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsNotAskedForAgain() {
        behaviours.add(status(404));

        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageContaining("HTTP 404")
                .hasMessageContaining(uri().toString());
        assertThat(pauses).isEmpty();
    }

    @Test
    void aWrongChecksumLeavesNothing() {
        behaviours.add(ModelFetcherTest::all);
        String wrong = "0".repeat(64);

        assertThatThrownBy(() -> fetch(Optional.of(wrong)))
                .hasMessageContaining(sha256)
                .hasMessageContaining(wrong);
        assertThat(target).doesNotExist();
        assertThat(part()).doesNotExist();
    }

    @Test
    void whatIsThereAlreadyIsNotFetchedAgain() throws Exception {
        behaviours.add(ModelFetcherTest::all);
        fetch(Optional.of(sha256));

        fetch(Optional.of(sha256));

        assertThat(ranges).hasSize(1);
    }

    @Test
    void anotherFileOfThatNameIsReplaced() throws Exception {
        Files.createDirectories(target.getParent());
        Files.write(target, new byte[10]);
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void withoutAChecksumItIsSaidThatNothingWasVerified() throws Exception {
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.empty());

        assertThat(shown()).contains("NOT verified");
    }

    @Test
    void aFileOfThisMachineIsCopied() throws Exception {
        fetcher().fetch(dir.resolve("original").toUri(), Optional.of(sha256), target);

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void aSchemeThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> fetcher().fetch(URI.create("s3://bucket/model"), Optional.empty(), target))
                .hasMessageContaining("s3://bucket/model")
                .hasMessageContaining("https");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        server.stop(0);

        assertThatThrownBy(() -> fetch(Optional.of(sha256))).hasMessageContaining("cannot reach " + uri());
    }

    private void fetch(Optional<String> checksum) throws FetchException, InterruptedException {
        fetcher().fetch(uri(), checksum, target);
    }

    private ModelFetcher fetcher() {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new ModelFetcher(
                HttpClient.newHttpClient(), pauses::add, new FetchProgress(out, false, System::nanoTime));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.bin");
    }

    private Path part() {
        return target.resolveSibling("model.bin.part");
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static void all(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, MODEL.length);
        exchange.getResponseBody().write(MODEL);
    }

    private static void rest(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.sendResponseHeaders(206, MODEL.length - from);
        exchange.getResponseBody().write(MODEL, from, MODEL.length - from);
    }

    private static Behaviour status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }
}
