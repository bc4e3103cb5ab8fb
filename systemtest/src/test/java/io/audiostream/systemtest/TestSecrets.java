package io.audiostream.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/** Folders that change like mounted Secrets: each write replaces the link that the links of all entries share. */
final class TestSecrets {
    private final Path folder;
    private final Map<String, Integer> versions = new HashMap<>();

    /** @param folder gets one folder for each Secret */
    TestSecrets(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Replaces the entries of a Secret. */
    void write(String name, Map<String, String> entries) {
        try {
            Path secret = Files.createDirectories(folder.resolve(name));
            String version = "..version-" + versions.merge(name, 1, Integer::sum);
            Path target = Files.createDirectory(secret.resolve(version));
            for (var entry : entries.entrySet()) {
                Files.writeString(target.resolve(entry.getKey()), entry.getValue());
                Path link = secret.resolve(entry.getKey());
                if (!Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, Path.of("..data", entry.getKey()));
                }
            }
            Path swapped = Files.createSymbolicLink(secret.resolve("..data_tmp"), Path.of(version));
            Files.move(swapped, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a self-signed certificate for this machine, in cert-manager's layout. Returns the file of the certificate.
     */
    Path writeCertificate(String name) {
        try {
            Path work = Files.createTempDirectory("audiostream-certificate");
            Path certificate = work.resolve("tls.crt");
            Path key = work.resolve("tls.key");
            try (RunningProgram openssl = RunningProgram.start(
                    Path.of("openssl"),
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "30",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout",
                    key,
                    "-out",
                    certificate)) {
                if (openssl.awaitExit() != 0) {
                    throw new AssertionError("openssl failed: " + openssl.stderr());
                }
            }
            write(name, Map.of("tls.crt", Files.readString(certificate), "tls.key", Files.readString(key)));
            return certificate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
