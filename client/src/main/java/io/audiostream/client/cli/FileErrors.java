package io.audiostream.client.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for errors of files, for which Java often gives the path alone. */
final class FileErrors {

    private FileErrors() {}

    /** Returns a sentence for the user. */
    static String message(IOException e) {
        if (e instanceof FileSystemException error && error.getReason() == null && error.getFile() != null) {
            return "'" + error.getFile() + "' " + problem(error);
        }
        return String.valueOf(e.getMessage());
    }

    private static String problem(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "cannot be opened; check its permissions";
        }
        return e instanceof NoSuchFileException
                ? "does not exist"
                : "cannot be used (" + e.getClass().getSimpleName() + ")";
    }
}
