package io.audiostream.transcriber.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checks a model file against its published checksum. */
public final class ModelChecksum {

    private ModelChecksum() {}

    /**
     * Reads the whole file, and compares its checksum.
     *
     * @param expected the SHA-256 in hexadecimal, in either case
     * @throws EngineException when the checksum differs, or the file cannot be read
     */
    public static void check(Path file, String expected) {
        String found = of(file);
        if (!found.equalsIgnoreCase(expected)) {
            throw new EngineException("the model file %s has the sha256 %s, not %s: it is damaged or another model"
                    .formatted(file, found, expected));
        }
    }

    /**
     * Returns the SHA-256 of a file, in lower-case hexadecimal.
     *
     * @throws EngineException when the file cannot be read
     */
    public static String of(Path file) {
        try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new EngineException("cannot read the model file " + file + ": " + e, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java runtime has SHA-256", e);
        }
    }
}
