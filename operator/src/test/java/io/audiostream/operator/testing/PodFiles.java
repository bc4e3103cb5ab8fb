package io.audiostream.operator.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pods with the status that a kubelet reports. */
public final class PodFiles {
    private static final Path FOLDER = Path.of("src/test/resources/pods");

    private PodFiles() {}

    /** @param name name of the file without its extension */
    public static Pod read(String name) {
        try {
            return Serialization.unmarshal(Files.readString(FOLDER.resolve(name + ".yaml")), Pod.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
