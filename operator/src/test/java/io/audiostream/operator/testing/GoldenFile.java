package io.audiostream.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed file that must equal the output of the code. {@code -Dgolden.write=true} rewrites it instead. */
public final class GoldenFile {
    private final Path path;
    private final String test;

    private GoldenFile(Path path, String test) {
        this.path = path;
        this.test = test;
    }

    public static GoldenFile at(Path path) {
        return new GoldenFile(path, "");
    }

    /** Sets the test class that writes the file, which the message of a failure names. */
    public GoldenFile isWrittenBy(String testClass) {
        return new GoldenFile(path, testClass);
    }

    public void holds(String content) {
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, content);
                return;
            }
            assertThat(path).as("missing golden file; %s", howToWrite()).exists();
            assertThat(Files.readString(path)).as("stale; %s", howToWrite()).isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String howToWrite() {
        return path.normalize() + " is written by: ./mvnw -pl operator test -Dtest=" + test + " -Dgolden.write=true";
    }
}
