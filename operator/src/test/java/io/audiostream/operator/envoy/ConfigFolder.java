package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** A folder that changes like a mounted ConfigMap: each write replaces one link, which the links of all files share. */
final class ConfigFolder {
    private final Path folder;
    private int version;

    ConfigFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    void write(ProxyModel proxy) {
        try {
            var name = "..version-" + version++;
            var target = Files.createDirectories(folder.resolve(name));
            for (var file : EnvoyConfig.of(proxy).files().entrySet()) {
                Files.writeString(target.resolve(file.getKey()), file.getValue());
                linkOnce(file.getKey());
            }
            var swapped = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(name));
            Files.move(swapped, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void linkOnce(String name) throws IOException {
        var link = folder.resolve(name);
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, Path.of("..data", name));
        }
    }
}
