package io.audiostream.transcriber.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Secret that is mounted as a folder.
 *
 * @param name name of the Secret
 * @param folder has one file for each entry
 */
record MountedSecret(String name, Path folder) {

    /**
     * @param argument {@code NAME=DIR}
     * @throws IllegalArgumentException if the argument has another form
     */
    static MountedSecret parse(String argument) {
        int separator = argument.indexOf('=');
        if (separator < 1 || separator == argument.length() - 1) {
            throw new IllegalArgumentException(
                    "'" + argument + "' is not NAME=DIR, such as web-tls=/etc/audiostream/tls");
        }
        return new MountedSecret(argument.substring(0, separator), Path.of(argument.substring(separator + 1)));
    }

    /** @throws SecretException if the Secret does not exist. The kubelet mounts an empty folder for such a Secret. */
    void check() throws SecretException {
        try (var files = Files.list(folder)) {
            if (files.findAny().isEmpty()) {
                throw failure("does not exist in this namespace, or has no entries: create it");
            }
        } catch (IOException e) {
            throw failure("cannot be read: " + e);
        }
    }

    /**
     * Reads an entry.
     *
     * @throws SecretException if it is missing or empty
     */
    String entry(String key) throws SecretException {
        check();
        Path file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            throw failure("has no entry '%s': add it".formatted(key));
        }
        try {
            String text = Files.readString(file);
            if (text.isBlank()) {
                throw failure("has an empty entry '%s'".formatted(key));
            }
            return text;
        } catch (IOException e) {
            throw failure("has an entry '%s' that cannot be read as text: %s".formatted(key, e));
        }
    }

    SecretException failure(String problem) {
        return new SecretException("the Secret '%s' %s".formatted(name, problem));
    }
}
