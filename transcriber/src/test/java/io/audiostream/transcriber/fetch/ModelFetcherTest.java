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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final Deque<Behaviour> behaviours = new ConcurrentLinkedDeque<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final HttpClient http = HttpClient.newHttpClient();
    private final StallWatch stalls = new StallWatch(Duration.ofSeconds(1));
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
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
        server.setExecutor(executor);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
        stalls.close();
        http.close();
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
        leave(Arrays.copyOf(MODEL, 50_000));
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void whatIsLeftOfAnotherFileIsThrownAway() throws Exception {
        leave(new byte[50_000]);
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
    void aTransferThatHangsIsBrokenOffAndGoesOn() throws Exception {
        CountDownLatch resumed = new CountDownLatch(1);
        behaviours.add(exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, 100_000);
            exchange.getResponseBody().flush();
            waitFor(resumed);
        });
        behaviours.add(exchange -> {
            resumed.countDown();
            rest(exchange);
        });

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).contains("nothing came for 1 s");
    }

    @Test
    void anotherRangeThanTheOneAskedForIsNotTaken() throws Exception {
        leave(Arrays.copyOf(MODEL, 50_000));
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-299999/300000");
            exchange.sendResponseHeaders(206, MODEL.length);
            exchange.getResponseBody().write(MODEL);
        });
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("bytes=50000-", "null");
        assertThat(shown()).contains("bytes 0-299999/300000");
    }

    @Test
    void aFileThatWasWholeBeforeItGotItsNameIsNotFetchedAgain() throws Exception {
        leave(MODEL);
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes */300000");
            exchange.sendResponseHeaders(416, -1);
        });

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("bytes=300000-");
    }

    @Test
    void moreThanThereIsIsThrownAway() throws Exception {
        leave(new byte[400_000]);
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes */300000");
            exchange.sendResponseHeaders(416, -1);
        });
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void withoutAChecksumNothingThatIsLeftIsTrusted() throws Exception {
        leave(new byte[50_000]);
        behaviours.add(ModelFetcherTest::all);

        fetch(Optional.empty());

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        Files.createDirectories(target.getParent());
        Files.createSymbolicLink(part(), Path.of("/dev/full"));
        behaviours.add(ModelFetcherTest::all);

        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessage("cannot write " + part()
                        + ": No space left on device: make room there, or take a larger volume");
        assertThat(pauses).isEmpty();
        Files.delete(part());
    }

    @Test
    void aFileThatIsTooLargeForTheDiskIsNotBegunWith() {
        behaviours.add(exchange -> {
            exchange.sendResponseHeaders(200, 1L << 60);
            exchange.getResponseBody().write(MODEL);
            exchange.getResponseBody().flush();
        });

        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageMatching(
                        part() + " needs 1152921504606846976 bytes more, and \\d+ are free there: make room.*");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whatCameIsSaidWhenItIsGivenUp() {
        behaviours.add(exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, 100_000);
        });
        for (int i = 0; i < 4; i++) {
            behaviours.add(status(502));
        }

        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageMatching(".*HTTP 502; given up after 5 tries; the [1-9]\\d* bytes that came are kept");
        assertThat(part()).exists();
    }

    @Test
    void aFolderThatMayNotBeWrittenIsSaid() {
        target = Path.of("/proc/models/model.bin");

        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageStartingWith("cannot write /proc/models");
        assertThat(ranges).isEmpty();
    }

    @Test
    void ofTwoAtOnceOneFetchesAndTheOtherFindsItThere() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        behaviours.add(exchange -> {
            waitFor(waiting);
            all(exchange);
        });
        ModelFetcher.Pause pause = duration -> {
            waiting.countDown();
            Thread.sleep(Duration.ofMillis(10));
        };

        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> fetchWith(pause), executor);
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> fetchWith(pause), executor);

        assertThat(one).succeedsWithin(Duration.ofSeconds(10));
        assertThat(two).succeedsWithin(Duration.ofSeconds(10));
        assertThat(ranges).hasSize(1);
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).containsOnlyOnce("another pod or process is fetching model.bin: waiting for it");
    }

    @Test
    void aFileUriThatNamesNoFileIsRefused() {
        assertThatThrownBy(() -> fetcher().fetch(URI.create("file:model.bin"), Optional.empty(), target))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("file:///");
    }

    @Test
    void aHostThatNobodyKnowsIsSaid() {
        assertThatThrownBy(() -> fetcher().fetch(URI.create("http://model.invalid/m"), Optional.empty(), target))
                .hasMessageContaining("http://model.invalid/m: the host's name is not known");
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
        return new ModelFetcher(http, stalls, pauses::add, new FetchProgress(out, false, System::nanoTime));
    }

    private void fetchWith(ModelFetcher.Pause pause) {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        try {
            new ModelFetcher(http, stalls, pause, new FetchProgress(out, false, System::nanoTime))
                    .fetch(uri(), Optional.of(sha256), target);
        } catch (FetchException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.bin");
    }

    private Path part() {
        return target.resolveSibling("model.bin.part");
    }

    /** What an earlier fetch has left. */
    private void leave(byte[] content) throws IOException {
        Files.createDirectories(target.getParent());
        Files.write(part(), content);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes %d-%d/%d".formatted(from, MODEL.length - 1, MODEL.length));
        exchange.sendResponseHeaders(206, MODEL.length - from);
        exchange.getResponseBody().write(MODEL, from, MODEL.length - from);
    }

    private static Behaviour status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }
}
