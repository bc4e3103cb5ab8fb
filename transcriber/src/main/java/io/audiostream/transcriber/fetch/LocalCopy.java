package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a file of this machine. */
final class LocalCopy {

    private static final int BUFFER_BYTES = 1 << 20;

    private LocalCopy() {}

    /** @throws FetchException when the file does not exist, or cannot be copied */
    static void into(PartFile part, URI uri, FetchProgress progress) throws FetchException {
        Path from = path(uri);
        if (!Files.isRegularFile(from)) {
            throw new FetchException("the file " + from + " does not exist");
        }
        part.clear();
        try (InputStream in = Files.newInputStream(from)) {
            long total = Files.size(from);
            progress.start(0);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                part.append(buffer, n);
                progress.update(part.size(), total);
            }
            progress.end(part.size(), total);
        } catch (IOException e) {
            throw new FetchException("cannot read " + from + ": " + e.getMessage(), e);
        }
    }

    private static Path path(URI uri) throws FetchException {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new FetchException(
                    "'%s' is not a file of this machine: use file:///path/to/model.bin".formatted(uri), e);
        }
    }
}
