package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prunes a cache of real files. The clock of the test decides how long a model was unused. */
class CachePrunerTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final int MODEL_BYTES = 1000;

    @TempDir
    private Path cache;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private CacheFolder own;

    @BeforeEach
    void createOwnModel() throws IOException {
        own = model('0', Duration.ZERO);
    }

    @Test
    void removesModelUnusedForTooLong() throws IOException {
        // given
        var old = model('1', Duration.ofHours(73));
        var recent = model('2', Duration.ofHours(71));

        // when
        pruner(null, Duration.ofHours(72)).prune(own);

        // then
        assertThat(old.content()).isEmpty();
        assertThat(recent.content()).hasSize(2);
        assertThat(own.content()).hasSize(2);
        assertThat(shown()).contains("removed " + old, "last used at 2026-03-01T04:06:07Z");
    }

    @Test
    void removesModelUnusedForLongestWhileCacheIsTooLarge() throws IOException {
        // given
        var recent = model('1', Duration.ofHours(2));
        var oldest = model('2', Duration.ofHours(4));
        var old = model('3', Duration.ofHours(3));

        // when
        pruner(2L * MODEL_BYTES, null).prune(own);

        // then
        assertThat(oldest.content()).isEmpty();
        assertThat(old.content()).isEmpty();
        assertThat(recent.content()).hasSize(2);
    }

    @Test
    void removesNothingWithoutBounds() throws IOException {
        // given
        var old = model('1', Duration.ofDays(1000));

        // when
        pruner(null, null).prune(own);

        // then
        assertThat(old.content()).hasSize(2);
    }

    /** The pod may have fetched it and not have started its transcriber yet. */
    @Test
    void keepsModelUsedWithinGracePeriod() throws IOException {
        // given
        var recent = model('1', CachePruner.GRACE_PERIOD.minusSeconds(1));

        // when
        pruner(1L, null).prune(own);

        // then
        assertThat(recent.content()).hasSize(2);
        assertThat(shown()).contains("more than the maximum", "because pods use them or did within 60 min");
    }

    /** An older version of the transcriber records no use. */
    @Test
    void countsModelWithoutRecordAsUsedNow() throws IOException {
        // given
        var unknown = model('1', Duration.ofDays(9));
        Files.delete(unknown.path().resolve(CacheUse.FILE));

        // when
        pruner(1L, Duration.ofHours(1)).prune(own);

        // then
        assertThat(unknown.content()).hasSize(2);
        assertThat(lastUse(unknown)).isEqualTo(NOW);
    }

    @Test
    void keepsLocksOfRemovedModel() throws IOException {
        // given
        var old = model('1', Duration.ofDays(9));
        var lock = Files.createFile(old.path().resolve("model.bin.lock"));

        // when
        pruner(null, Duration.ofHours(1)).prune(own);

        // then
        assertThat(old.content()).isEmpty();
        assertThat(lock).exists();
        assertThat(old.path().resolve(CacheUse.FILE)).exists();
    }

    /** A fetch that failed for ever leaves the bytes that it received. */
    @Test
    void removesIncompleteFile() throws IOException {
        // given
        var failed = model('1', Duration.ofDays(9));
        var part = Files.write(failed.path().resolve("other.bin.part"), new byte[10]);

        // when
        pruner(null, Duration.ofHours(1)).prune(own);

        // then
        assertThat(part).doesNotExist();
    }

    @Test
    void leavesOtherFilesOfTheVolume() throws IOException {
        // given
        var other = Files.write(Files.createDirectories(cache.resolve("data")).resolve("file"), new byte[10]);

        // when
        pruner(1L, Duration.ofHours(1)).prune(own);

        // then
        assertThat(other).exists();
    }

    private CachePruner pruner(Long maxBytes, Duration maxUnusedAge) {
        return new CachePruner(
                new CachePruner.Bounds(Optional.ofNullable(maxBytes), Optional.ofNullable(maxUnusedAge)),
                InstantSource.fixed(NOW),
                new FetchProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), false, System::nanoTime));
    }

    /** Creates a model of two files, one of them in a folder. */
    private CacheFolder model(char digit, Duration unused) throws IOException {
        var folder = Files.createDirectories(cache.resolve(String.valueOf(digit).repeat(64)));
        Files.write(folder.resolve("vocabulary.txt"), new byte[MODEL_BYTES / 10]);
        Files.write(
                Files.createDirectories(folder.resolve("base")).resolve("model.bin"), new byte[MODEL_BYTES * 9 / 10]);
        Files.setLastModifiedTime(Files.createFile(folder.resolve(CacheUse.FILE)), FileTime.from(NOW.minus(unused)));
        return new CacheFolder(folder);
    }

    private static Instant lastUse(CacheFolder folder) throws IOException {
        return Files.getLastModifiedTime(folder.path().resolve(CacheUse.FILE)).toInstant();
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
