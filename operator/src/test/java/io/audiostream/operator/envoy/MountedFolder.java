package io.audiostream.operator.envoy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A folder that changes like a mounted Secret or ConfigMap: each write replaces one link, which the links of all files
 * share.
 */
public final class MountedFolder {
    private final Path folder;
    private int version;

    public MountedFolder(Path folder) {
        this.folder = folder;
    }

    /** Swaps the content of the folder. */
    public void write(Map<String, String> files) {
        try {
            var name = "..version-" + version++;
            var target = Files.createDirectories(folder.resolve(name));
            for (var file : files.entrySet()) {
                Files.writeString(target.resolve(file.getKey()), file.getValue());
                linkOnce(file.getKey());
            }
            var swapped = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(name));
            Files.move(swapped, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void linkOnce(String name) throws IOException {
        var link = folder.resolve(name);
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, Path.of("..data", name));
        }
    }
}
