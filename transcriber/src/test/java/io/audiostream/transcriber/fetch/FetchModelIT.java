package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.TranscriberMain;
import io.audiostream.transcriber.engine.ModelChecksum;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in several processes that fetch to the same path, as pods with a shared volume do. */
class FetchModelIT {

    private static final byte[] MODEL = new byte[2_000_000];
    private static final int FIRST_PART = 1_000_000;

    static {
        new Random(5).nextBytes(MODEL);
    }

    @TempDir
    private Path dir;

    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final List<Process> processes = new ArrayList<>();
    private HttpServer server;
    private Path target;
    private String sha256;

    @BeforeEach
    void start() throws IOException {
        target = dir.resolve("volume/folder/model.bin");
        sha256 = ModelChecksum.of(Files.write(dir.resolve("original"), MODEL));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
            ranges.add(range);
            try (exchange) {
                int from = range.equals("null") ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes %d-%d/%d".formatted(from, MODEL.length - 1, MODEL.length));
                exchange.sendResponseHeaders(from == 0 ? 200 : 206, MODEL.length - from);
                if (from < FIRST_PART) {
                    exchange.getResponseBody().write(MODEL, from, FIRST_PART - from);
                    exchange.getResponseBody().flush();
                    awaitProceed();
                    from = FIRST_PART;
                }
                exchange.getResponseBody().write(MODEL, from, MODEL.length - from);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        proceed.countDown();
        processes.forEach(Process::destroyForcibly);
        server.stop(0);
    }

    @Test
    void fetchesOnceForSeveralProcesses() throws Exception {
        // given
        Process one = fetch("one");
        await().atMost(Duration.ofMinutes(2)).until(() -> ranges.size() == 1);
        Process two = fetch("two");
        await().atMost(Duration.ofMinutes(2)).until(() -> log("two").contains("another pod or process is fetching"));

        // when
        proceed.countDown();

        // then
        assertThat(exitCode(one)).as(log("one")).isZero();
        assertThat(exitCode(two)).as(log("two")).isZero();
        assertThat(ranges).hasSize(1);
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(log("two")).contains("already exists, the checksum is correct");
    }

    @Test
    void resumesFetchOfKilledProcess() throws Exception {
        // given
        Process one = fetch("one");
        Path part = target.resolveSibling("model.bin.part");
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(part) && Files.size(part) == FIRST_PART);
        Process two = fetch("two");
        await().atMost(Duration.ofMinutes(2)).until(() -> log("two").contains("another pod or process is fetching"));

        // when
        one.destroyForcibly();

        // then
        assertThat(exitCode(two)).as(log("two")).isZero();
        assertThat(ranges).containsExactly("null", "bytes=" + FIRST_PART + "-");
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void fetchesSeveralFiles() throws Exception {
        // given
        proceed.countDown();
        Path second = target.resolveSibling("vocabulary.txt");

        // when
        Process one = fetch("one", "--uri", uri("vocabulary.txt"), "--sha256", sha256, "--file", second.toString());

        // then
        assertThat(exitCode(one)).as(log("one")).isZero();
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(second).hasBinaryContent(MODEL);
    }

    @Test
    void reportsSizeOfAllFiles() throws Exception {
        // given
        proceed.countDown();
        var result = dir.resolve("result");
        var second = target.resolveSibling("vocabulary.txt").toString();

        // when
        Process one = fetch("one", "--uri", uri("vocabulary.txt"), "--file", second, "--result", result.toString());

        // then
        assertThat(exitCode(one)).as(log("one")).isZero();
        assertThat(result).hasContent("{\"bytes\":4000000}");
    }

    @Test
    void verifiesEachFileByItsChecksum() throws Exception {
        // given
        proceed.countDown();
        String wrong = "0".repeat(64);
        Path second = target.resolveSibling("vocabulary.txt");

        // when
        Process one = fetch("one", "--uri", uri("vocabulary.txt"), "--file", second.toString(), "--sha256", wrong);

        // then
        assertThat(exitCode(one)).isEqualTo(1);
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(second).doesNotExist();
        assertThat(log("one").lines().toList().getLast()).startsWith("error: ").contains("vocabulary.txt", wrong);
    }

    @Test
    void reportsErrorInLastLine() throws Exception {
        // given
        proceed.countDown();
        String wrong = "0".repeat(64);
        sha256 = wrong;

        // when
        Process one = fetch("one");

        // then
        assertThat(exitCode(one)).isEqualTo(1);
        assertThat(log("one").lines().toList().getLast())
                .startsWith("error: ")
                .contains(wrong, "the address or the checksum is wrong");
    }

    private String uri(String file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file;
    }

    private Process fetch(String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TranscriberMain.class.getName(),
                "fetch-model",
                "--uri",
                uri("model.bin"),
                "--sha256",
                sha256,
                "--file",
                target.toString()));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private String log(String name) throws IOException {
        return Files.readString(dir.resolve(name));
    }

    private void awaitProceed() {
        try {
            proceed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
