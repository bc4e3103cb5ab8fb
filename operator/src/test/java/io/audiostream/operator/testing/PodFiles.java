package io.audiostream.operator.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pods as a kubelet reports them. */
public final class PodFiles {
    private static final Path FOLDER = Path.of("src/test/resources/pods");

    private PodFiles() {}

    /** The pod of a file, named without its ending. */
    public static Pod read(String name) {
        try {
            return Serialization.unmarshal(Files.readString(FOLDER.resolve(name + ".yaml")), Pod.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
