package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gets a file that is on this machine. */
final class LocalCopy {

    private static final int BUFFER_BYTES = 1 << 20;

    private LocalCopy() {}

    /** @throws FetchException when there is no such file, or it can't be copied */
    static void into(PartFile part, URI uri, FetchProgress progress) throws FetchException {
        Path from = path(uri);
        if (!Files.isRegularFile(from)) {
            throw new FetchException("there is no file " + from);
        }
        part.clear();
        try (InputStream in = Files.newInputStream(from)) {
            long total = Files.size(from);
            progress.begin(0);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                part.append(buffer, n);
                progress.at(part.size(), total);
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
                    "'%s' names no file of this machine: write file:///path/to/model.bin".formatted(uri), e);
        }
    }
}
