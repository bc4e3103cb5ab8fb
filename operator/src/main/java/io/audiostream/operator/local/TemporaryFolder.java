package io.audiostream.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** A temporary folder. Closing it deletes it with its contents. */
record TemporaryFolder(Path path) implements AutoCloseable {

    static TemporaryFolder create() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("audiostream-local-"));
    }

    void write(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Files.writeString(path.resolve(file.getKey()), file.getValue());
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
