package io.audiostream.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that must equal the output of the code. {@code dev/regenerate} rewrites it, by setting the system
 * property {@code golden.write}.
 */
public record GoldenFile(Path path) {

    public static GoldenFile at(Path path) {
        return new GoldenFile(path);
    }

    /** Asserts that the file has this content, or writes it. */
    public void assertEquals(String content) {
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, content);
                return;
            }
            assertThat(path)
                    .as("%s is missing; dev/regenerate writes it", path.normalize())
                    .exists();
            assertThat(Files.readString(path))
                    .as("%s is outdated; dev/regenerate writes it", path.normalize())
                    .isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
