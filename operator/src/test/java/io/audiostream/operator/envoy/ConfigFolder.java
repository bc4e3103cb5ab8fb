package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Envoy's configuration in a folder that changes like a mounted ConfigMap. */
final class ConfigFolder {
    private final Path folder;
    private final MountedFolder files;

    ConfigFolder(Path folder) {
        this.folder = folder;
        this.files = new MountedFolder(folder);
    }

    Path path() {
        return folder;
    }

    void write(ProxyModel proxy) {
        files.write(EnvoyConfig.of(proxy).files());
    }

    void delete() throws IOException {
        try (var contents = Files.walk(folder)) {
            for (var file : contents.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
