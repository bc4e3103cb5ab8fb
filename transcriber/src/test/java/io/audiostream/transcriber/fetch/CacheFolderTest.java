package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
    private static final Path FOLDER = Path.of("/models/" + "a".repeat(64));

    @Test
    void findsFolderOfFileAndOfFileInFolder() {
        // when / then
        assertThat(CacheFolder.of(FOLDER.resolve("ggml-base.bin"))).contains(new CacheFolder(FOLDER));
        assertThat(CacheFolder.of(FOLDER.resolve("base/model.bin"))).contains(new CacheFolder(FOLDER));
    }

    @Test
    void findsNoneForModelOutsideOfCache() {
        // when / then
        assertThat(CacheFolder.of(Path.of("/models/ggml-base.bin"))).isEmpty();
        assertThat(CacheFolder.of(Path.of("/models/" + "A".repeat(64) + "/ggml-base.bin")))
                .isEmpty();
        assertThat(CacheFolder.of(FOLDER.resolve("a/b/model.bin"))).isEmpty();
        assertThat(CacheFolder.of(Path.of("/"))).isEmpty();
    }
}
