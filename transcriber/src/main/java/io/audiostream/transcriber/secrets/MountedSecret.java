package io.audiostream.transcriber.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Secret or ConfigMap that is mounted as a folder.
 *
 * @param kind {@code Secret} or {@code ConfigMap}
 * @param name name of the object
 * @param folder has one file for each entry
 */
public record MountedSecret(String kind, String name, Path folder) {

    private static final String CONFIG_MAP_PREFIX = "configmap/";

    /** Returns a mounted Secret. */
    public static MountedSecret of(String name, Path folder) {
        return new MountedSecret("Secret", name, folder);
    }

    /**
     * @param argument {@code NAME=DIR}, or {@code configmap/NAME=DIR}
     * @throws IllegalArgumentException if the argument has another form
     */
    public static MountedSecret parse(String argument) {
        int separator = argument.indexOf('=');
        if (separator < 1 || separator == argument.length() - 1) {
            throw new IllegalArgumentException(
                    "'" + argument + "' is not NAME=DIR, such as web-tls=/etc/audiostream/tls");
        }
        String name = argument.substring(0, separator);
        Path folder = Path.of(argument.substring(separator + 1));
        return name.startsWith(CONFIG_MAP_PREFIX)
                ? new MountedSecret("ConfigMap", name.substring(CONFIG_MAP_PREFIX.length()), folder)
                : of(name, folder);
    }

    /** @throws SecretException if the object does not exist. The kubelet mounts an empty folder in place of it. */
    public void check() throws SecretException {
        try (var files = Files.list(folder)) {
            if (files.findAny().isEmpty()) {
                throw failure("does not exist in this namespace, or has no entries: create it");
            }
        } catch (IOException e) {
            throw failure("cannot be read: " + e);
        }
    }

    /** Returns whether there is an entry with this key. */
    public boolean has(String key) {
        return Files.isRegularFile(folder.resolve(key));
    }

    /**
     * Reads an entry.
     *
     * @throws SecretException if it is missing or empty
     */
    public String entry(String key) throws SecretException {
        check();
        if (!has(key)) {
            throw failure("has no entry '%s': add it".formatted(key));
        }
        try {
            String text = Files.readString(folder.resolve(key));
            if (text.isBlank()) {
                throw failure("has an empty entry '%s'".formatted(key));
            }
            return text;
        } catch (IOException e) {
            throw failure("has an entry '%s' that cannot be read as text: %s".formatted(key, e));
        }
    }

    /**
     * Reads an entry of printable ASCII without spaces. Another character cannot be sent in a header, and Java's own
     * message about it would quote the value.
     *
     * @param problem what is wrong with another character, after "has an entry 'KEY' with a character that"
     * @throws SecretException if the entry is missing, empty or has such a character
     */
    public String printableEntry(String key, String problem) throws SecretException {
        String value = entry(key).strip();
        if (!value.matches("[!-~]+")) {
            throw failure("has an entry '%s' with a character that %s".formatted(key, problem));
        }
        return value;
    }

    /** Returns an exception whose message names the object. */
    public SecretException failure(String problem) {
        return new SecretException("the %s '%s' %s".formatted(kind, name, problem));
    }
}
