package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** Tests how a file is fetched. */
class ModelFetcherTest extends FetchFixture {

    @Test
    void fetchesAndVerifiesFile() throws Exception {
        // given
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(part()).doesNotExist();
        assertThat(shown()).contains("the checksum is correct");
    }

    @Test
    void resumesBrokenTransfer() throws Exception {
        // given
        behaviours.add(breakOffAfter(100_000));
        behaviours.add(FetchFixture::rest);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("null", "bytes=100000-");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void acceptsWholeFileFromServerWithoutRanges() throws Exception {
        // given
        leavePart(Arrays.copyOf(MODEL, 50_000));
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void discardsBytesOfOtherFile() throws Exception {
        // given
        leavePart(new byte[50_000]);
        behaviours.add(FetchFixture::rest);
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).contains("starting over");
    }

    @Test
    void retriesWithBackOff() throws Exception {
        // given
        behaviours.add(status(503));
        behaviours.add(status(500));
        behaviours.add(status(429));
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void resumesStalledTransfer() throws Exception {
        // given
        var timer = new ScheduledThreadPoolExecutor(1);
        behaviours.add(exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, 100_000);
            exchange.getResponseBody().flush();
            awaitPartOf(100_000);
            expireNextTimeout(timer);
        });
        behaviours.add(FetchFixture::rest);

        // when
        try (var stallTimeout = new ReadTimeout(Duration.ofHours(1), timer)) {
            fetcher(stallTimeout).fetch(uri(), Optional.of(sha256), target);
        }

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).contains("no data for 3600 s");
    }

    @Test
    void refusesWrongRange() throws Exception {
        // given
        leavePart(Arrays.copyOf(MODEL, 50_000));
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-299999/300000");
            exchange.sendResponseHeaders(206, MODEL.length);
            exchange.getResponseBody().write(MODEL);
        });
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("bytes=50000-", "null");
        assertThat(shown()).contains("bytes 0-299999/300000");
    }

    @Test
    void completesFileThatHasAllBytes() throws Exception {
        // given
        leavePart(MODEL);
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes */300000");
            exchange.sendResponseHeaders(416, -1);
        });

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("bytes=300000-");
    }

    @Test
    void discardsBytesBeyondEnd() throws Exception {
        // given
        leavePart(new byte[400_000]);
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes */300000");
            exchange.sendResponseHeaders(416, -1);
        });
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void discardsEarlierBytesWithoutChecksum() throws Exception {
        // given
        leavePart(new byte[50_000]);
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.empty());

        // then
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void skipsExistingFile() throws Exception {
        // given
        behaviours.add(FetchFixture::all);
        fetch(Optional.of(sha256));

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(ranges).hasSize(1);
    }

    @Test
    void replacesOtherFile() throws Exception {
        // given
        Files.createDirectories(target.getParent());
        Files.write(target, new byte[10]);
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void reportsMissingVerification() throws Exception {
        // given
        behaviours.add(FetchFixture::all);

        // when
        fetch(Optional.empty());

        // then
        assertThat(shown()).contains("NOT verified");
    }

    @Test
    void copiesLocalFile() throws Exception {
        // when
        fetcher().fetch(dir.resolve("original").toUri(), Optional.of(sha256), target);

        // then
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void fetchesOnceForConcurrentFetchers() throws Exception {
        // given
        var waiting = new CountDownLatch(1);
        behaviours.add(exchange -> {
            waitFor(waiting);
            all(exchange);
        });
        var fetched = new CountDownLatch(1);
        ModelFetcher.Pause pause = duration -> {
            waiting.countDown();
            waitFor(fetched);
        };
        Runnable fetch = () -> {
            fetchWith(pause);
            fetched.countDown();
        };

        // when
        CompletableFuture<Void> one = CompletableFuture.runAsync(fetch, executor);
        CompletableFuture<Void> two = CompletableFuture.runAsync(fetch, executor);

        // then
        assertThat(one).succeedsWithin(Duration.ofMinutes(1));
        assertThat(two).succeedsWithin(Duration.ofMinutes(1));
        assertThat(ranges).hasSize(1);
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).containsOnlyOnce("another pod or process is fetching model.bin: waiting for it");
    }

    /** Runs the timeout of the read that waits for data, or of the next one. */
    private static void expireNextTimeout(ScheduledThreadPoolExecutor timer) {
        await().atMost(Duration.ofMinutes(1)).until(() -> !timer.getQueue().isEmpty());
        timer.getQueue().forEach(Runnable::run);
    }
}
