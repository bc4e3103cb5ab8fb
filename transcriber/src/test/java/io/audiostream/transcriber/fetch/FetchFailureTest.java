package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said, and what is left, when a file can't be had. */
class FetchFailureTest extends FetchFixture {

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
    void aFullDiskIsSaid() throws Exception {
        Files.createDirectories(target.getParent());
        Files.createSymbolicLink(part(), Path.of("/dev/full"));
        behaviours.add(FetchFixture::all);

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
                        part() + " needs 1099511627776.0 MiB more, and \\d+\\.\\d MiB are free there: make room.*");
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
        behaviours.add(FetchFixture::all);
        String wrong = "0".repeat(64);

        assertThatThrownBy(() -> fetch(Optional.of(wrong)))
                .hasMessageContaining(sha256)
                .hasMessageContaining(wrong);
        assertThat(target).doesNotExist();
        assertThat(part()).doesNotExist();
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
}
