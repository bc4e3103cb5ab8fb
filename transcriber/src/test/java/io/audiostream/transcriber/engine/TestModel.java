package io.audiostream.transcriber.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real model that tests run with. */
public final class TestModel {

    private TestModel() {}

    /** Its ggml file; a failure that says how to get it when there is none. */
    public static Path ggml() {
        String file = System.getenv("AUDIOSTREAM_TEST_MODEL");
        if (file == null || !Files.isRegularFile(Path.of(file))) {
            throw new AssertionError("AUDIOSTREAM_TEST_MODEL is " + file
                    + ": set it to the test model's file, which `dev/model` gets and prints the path of");
        }
        return Path.of(file);
    }
}
