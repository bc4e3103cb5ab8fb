package io.audiostream.operator.local;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.SecretMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folders of this machine in place of the Secrets and ConfigMaps that a resource names.
 *
 * @param folders folder of each Secret, absolute
 */
record LocalSecrets(Map<SecretMount, Path> folders) {

    /**
     * Finds the folder of each Secret of a service.
     *
     * @param parent folder with one folder for each Secret, named like the Secret
     * @throws IOException when a folder is missing; the message names the Secret
     */
    static LocalSecrets of(DesiredService service, @Nullable Path parent) throws IOException {
        var folders = new TreeMap<SecretMount, Path>();
        for (var secret : service.mountedObjects().entrySet()) {
            var name = secret.getValue().name();
            if (parent == null) {
                throw new IOException(
                        "the resource needs the " + secret.getValue().title()
                                + ", which only a cluster has; name a folder that has a folder '" + name
                                + "' with its files by --secrets DIR");
            }
            var folder = parent.resolve(name).toAbsolutePath();
            if (!Files.isDirectory(folder)) {
                throw new IOException("--secrets " + parent + " has no folder '" + name
                        + "'; create it, with one file for each entry of the "
                        + secret.getValue().title());
            }
            folders.put(secret.getKey(), folder);
        }
        return new LocalSecrets(folders);
    }

    /** Links each folder to where the processes read it. */
    void linkBelow(Path secretsFolder) throws IOException {
        for (var secret : folders.entrySet()) {
            Files.createSymbolicLink(secretsFolder.resolve(secret.getKey().folder()), secret.getValue());
        }
    }
}
