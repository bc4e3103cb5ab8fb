package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

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
        write(EnvoyConfig.of(proxy).files());
    }

    void write(Map<String, String> content) {
        files.write(content);
    }

    void delete() throws IOException {
        try (var contents = Files.walk(folder)) {
            for (var file : contents.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
