package io.audiostream.transcriber.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Holds a model file against its published checksum before anything trusts it. */
public final class ModelChecksum {

    private ModelChecksum() {}

    /**
     * Reads the whole file.
     *
     * @param expected the SHA-256 in hexadecimal, in either case
     * @throws EngineException when the file has another one, or can't be read
     */
    public static void check(Path file, String expected) {
        String found;
        try {
            found = sha256(file);
        } catch (IOException e) {
            throw new EngineException("cannot read the model file " + file + ": " + e, e);
        }
        if (!found.equalsIgnoreCase(expected)) {
            throw new EngineException("the model file %s has the sha256 %s, not %s: it is damaged or another model"
                    .formatted(file, found, expected));
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java runtime has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
