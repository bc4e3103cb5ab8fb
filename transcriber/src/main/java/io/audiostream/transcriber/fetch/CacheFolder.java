package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folder of one model in a cache that several pods share: it is named by the SHA-256 of the weights. */
record CacheFolder(Path path) {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    /** A model is a file in this folder, or a file in a folder in it. */
    private static final int MAX_DEPTH = 2;

    /** Returns the folder that a path lies in; empty where it lies in no cache. */
    static Optional<CacheFolder> of(Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        for (int depth = 0; depth < MAX_DEPTH && folder != null; depth++) {
            if (isModel(folder)) {
                return Optional.of(new CacheFolder(folder));
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /** Returns the folders of all models in the cache, this one included. */
    List<CacheFolder> all() throws IOException {
        try (var entries = Files.list(path.getParent())) {
            return entries.filter(entry -> isModel(entry) && Files.isDirectory(entry))
                    .map(CacheFolder::new)
                    .toList();
        }
    }

    private static boolean isModel(Path folder) {
        return folder.getFileName() != null
                && NAME.matcher(folder.getFileName().toString()).matches();
    }

    /** Returns the files of the model, incomplete ones included, without locks. */
    List<Path> content() throws IOException {
        try (var files = Files.walk(path, MAX_DEPTH)) {
            return files.filter(file -> Files.isRegularFile(file) && !isLock(file))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A lock is never deleted: otherwise two processes could lock two different files. */
    private static boolean isLock(Path file) {
        return file.endsWith(CacheUse.FILE) || file.toString().endsWith(TargetLock.SUFFIX);
    }

    /** Returns the size of the files, in bytes. */
    long bytes() throws IOException {
        long bytes = 0;
        for (var file : content()) {
            bytes += size(file);
        }
        return bytes;
    }

    /** A pod that fetches the model renames its incomplete file at any time. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
