package io.audiostream.operator.envoy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A certificate authority, made by openssl in a folder of its own.
 *
 * @param folder has {@code ca.crt} and {@code ca.key}
 */
record Certificates(Path folder) {

    /**
     * A certificate and its key, in PEM.
     *
     * @param certificate file of the certificate
     * @param key file of the private key
     */
    record Pair(Path certificate, Path key) {}

    static Certificates authority(Path folder, String name) {
        var authority = new Certificates(createFolder(folder));
        authority.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=" + name,
                "-keyout",
                "ca.key",
                "-out",
                "ca.crt");
        return authority;
    }

    Path ca() {
        return folder.resolve("ca.crt");
    }

    /**
     * Issues a certificate.
     *
     * @param name common name, and name of the files
     * @param alternativeNames subject alternative names, such as {@code DNS:localhost}
     */
    Pair issue(String name, String alternativeNames) {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-subj",
                "/O=audiostream/CN=" + name,
                "-addext",
                "subjectAltName=" + alternativeNames,
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt");
        return new Pair(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private void openssl(String... arguments) {
        try {
            var command = Stream.concat(Stream.of("openssl"), List.of(arguments).stream())
                    .toList();
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
