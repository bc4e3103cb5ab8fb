package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.nio.file.Path;

/** A process that holds a model of a cache, as one that serves it does, until its input ends. */
final class ModelHolder {
    private ModelHolder() {}

    /** @param arguments path of the model */
    public static void main(String[] arguments) throws IOException {
        try (var _ = CacheUse.hold(Path.of(arguments[0]))) {
            System.out.println("held");
            System.out.flush();
            System.in.read();
        }
    }
}
