package io.audiostream.transcriber.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files in {@code src/test/resources/compressed}. */
public final class CompressedFiles {

    private CompressedFiles() {}

    /** Returns the content of a file. */
    public static byte[] read(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/compressed", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
