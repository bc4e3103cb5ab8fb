package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a file is got. */
class ModelFetcherTest extends FetchFixture {

    @Test
    void aFileIsThereWholeAndVerified() throws Exception {
        behaviours.add(FetchFixture::all);

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
        behaviours.add(FetchFixture::rest);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).hasSize(2).last().asString().matches("bytes=[1-9]\\d*-");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void aServerThatKnowsNoRangesIsAskedForTheWholeFile() throws Exception {
        leave(Arrays.copyOf(MODEL, 50_000));
        behaviours.add(FetchFixture::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void whatIsLeftOfAnotherFileIsThrownAway() throws Exception {
        leave(new byte[50_000]);
        behaviours.add(FetchFixture::rest);
        behaviours.add(FetchFixture::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).contains("starting over");
    }

    @Test
    void aServerThatIsOutOfOrderIsAskedAgainLaterAndLater() throws Exception {
        behaviours.add(status(503));
        behaviours.add(status(500));
        behaviours.add(status(429));
        behaviours.add(FetchFixture::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void aTransferThatHangsIsBrokenOffAndGoesOn() throws Exception {
        var resumed = new CountDownLatch(1);
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
        behaviours.add(FetchFixture::all);

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
        behaviours.add(FetchFixture::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void withoutAChecksumNothingThatIsLeftIsTrusted() throws Exception {
        leave(new byte[50_000]);
        behaviours.add(FetchFixture::all);

        fetch(Optional.empty());

        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void whatIsThereAlreadyIsNotFetchedAgain() throws Exception {
        behaviours.add(FetchFixture::all);
        fetch(Optional.of(sha256));

        fetch(Optional.of(sha256));

        assertThat(ranges).hasSize(1);
    }

    @Test
    void anotherFileOfThatNameIsReplaced() throws Exception {
        Files.createDirectories(target.getParent());
        Files.write(target, new byte[10]);
        behaviours.add(FetchFixture::all);

        fetch(Optional.of(sha256));

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void withoutAChecksumItIsSaidThatNothingWasVerified() throws Exception {
        behaviours.add(FetchFixture::all);

        fetch(Optional.empty());

        assertThat(shown()).contains("NOT verified");
    }

    @Test
    void aFileOfThisMachineIsCopied() throws Exception {
        fetcher().fetch(dir.resolve("original").toUri(), Optional.of(sha256), target);

        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void ofTwoAtOnceOneFetchesAndTheOtherFindsItThere() throws Exception {
        var waiting = new CountDownLatch(1);
        behaviours.add(exchange -> {
            waitFor(waiting);
            all(exchange);
        });
        ModelFetcher.Pause pause = duration -> {
            waiting.countDown();
            // This is the pause between two looks, made short; nothing depends on its length.
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
}
