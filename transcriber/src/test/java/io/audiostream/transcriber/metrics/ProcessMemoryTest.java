package io.audiostream.transcriber.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMemoryTest {

    @TempDir
    private Path folder;

    @Test
    void countsAnonymousMemoryAlone() throws IOException {
        // given
        Path status = status("VmRSS:\t  900 kB\nRssAnon:\t     512 kB\nRssFile:\t  388 kB\nRssShmem:\t 0 kB\n");

        // when / then
        assertThat(new ProcessMemory(status).usedBytes()).isEqualTo(512 * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "RssAnon:", "RssAnon: many kB\n", "RssAnon: -1 kB\n", "RssAnon: 99999999999999999999 kB\n"})
    void isUnknownForOtherFormat(String content) throws IOException {
        // given
        Path status = status(content);

        // when / then
        assertThat(new ProcessMemory(status).usedBytes()).isNaN();
    }

    @Test
    void isUnknownWithoutFile() {
        // when / then
        assertThat(new ProcessMemory(folder.resolve("none")).usedBytes()).isNaN();
    }

    private Path status(String content) throws IOException {
        return Files.writeString(folder.resolve("status"), content);
    }
}
