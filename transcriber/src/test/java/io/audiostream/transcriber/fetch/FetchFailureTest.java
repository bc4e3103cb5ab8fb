package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the message, and the files kept, when a file cannot be fetched. */
class FetchFailureTest extends FetchFixture {

    @Test
    void givesUpAfterFiveAttempts() {
        // given
        for (int i = 0; i < 5; i++) {
            behaviours.add(status(502));
        }

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("HTTP 502")
                .hasMessageContaining("5 attempts");
        assertThat(target).doesNotExist();
    }

    @Test
    void doesNotRetryMissingFile() {
        // given
        behaviours.add(status(404));

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageContaining("HTTP 404")
                .hasMessageContaining(uri().toString());
        assertThat(pauses).isEmpty();
    }

    @Test
    void reportsFullDisk() throws Exception {
        // given
        Files.createDirectories(target.getParent());
        Files.createSymbolicLink(part(), Path.of("/dev/full"));
        behaviours.add(FetchFixture::all);

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessage("cannot write " + part()
                        + ": No space left on device: free some space, or use a larger volume");
        assertThat(pauses).isEmpty();
        Files.delete(part());
    }

    @Test
    void refusesFileLargerThanFreeSpace() {
        // given
        behaviours.add(exchange -> {
            exchange.sendResponseHeaders(200, 1L << 60);
            exchange.getResponseBody().write(MODEL);
            exchange.getResponseBody().flush();
        });

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageMatching(
                        part() + " needs 1099511627776.0 MiB more, but \\d+\\.\\d MiB are free: free some space.*");
        assertThat(pauses).isEmpty();
    }

    @Test
    void reportsKeptBytesWhenGivingUp() {
        // given
        behaviours.add(breakOffAfter(100_000));
        for (int i = 0; i < 4; i++) {
            behaviours.add(status(502));
        }

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageMatching(".*HTTP 502; gave up after 5 attempts; the 100000 bytes received are kept");
        assertThat(part()).exists();
    }

    @Test
    void reportsUnwritableFolder() {
        // given
        target = Path.of("/proc/models/model.bin");

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageStartingWith("cannot write /proc/models");
        assertThat(ranges).isEmpty();
    }

    @Test
    void refusesFileUriWithoutPath() {
        // when / then
        assertThatThrownBy(() -> fetcher().fetch(URI.create("file:model.bin"), Optional.empty(), target))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("file:///");
    }

    @Test
    void reportsUnknownHost() {
        // when / then
        assertThatThrownBy(() -> fetcher().fetch(URI.create("http://model.invalid/m"), Optional.empty(), target))
                .hasMessageContaining("http://model.invalid/m: the host's name is not known");
    }

    @Test
    void deletesFileWithWrongChecksum() {
        // given
        behaviours.add(FetchFixture::all);
        String wrong = "0".repeat(64);

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(wrong)))
                .hasMessageContaining(sha256)
                .hasMessageContaining(wrong);
        assertThat(target).doesNotExist();
        assertThat(part()).doesNotExist();
    }

    @Test
    void refusesUnknownScheme() {
        // when / then
        assertThatThrownBy(() -> fetcher().fetch(URI.create("s3://bucket/model"), Optional.empty(), target))
                .hasMessageContaining("s3://bucket/model")
                .hasMessageContaining("https");
    }

    @Test
    void namesUnreachableServer() {
        // given
        server.stop(0);

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256))).hasMessageContaining("cannot reach " + uri());
    }
}
