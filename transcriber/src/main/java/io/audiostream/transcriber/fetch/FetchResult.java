package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reports the size of a fetched model to the program that started the fetch. */
final class FetchResult {
    private FetchResult() {}

    /**
     * Writes the size of all files, in bytes.
     *
     * @throws FetchException when the result cannot be written
     */
    static void write(Path result, List<Path> files) throws FetchException {
        try {
            long bytes = 0;
            for (var file : files) {
                bytes += Files.size(file);
            }
            Files.writeString(result, "{\"bytes\":%d}".formatted(bytes));
        } catch (IOException e) {
            throw PartFile.cannotWrite(result, e);
        }
    }
}
