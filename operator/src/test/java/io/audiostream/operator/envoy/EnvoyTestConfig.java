package io.audiostream.operator.envoy;

import java.nio.file.Files;
import java.nio.file.Path;

/** Environment of tests with the real Envoy. */
public final class EnvoyTestConfig {
    private EnvoyTestConfig() {}

    /** Returns the path of the Envoy program. */
    public static Path program() {
        var path = System.getenv("AUDIOSTREAM_ENVOY");
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new AssertionError(
                    "AUDIOSTREAM_ENVOY is " + path + "; set it to the Envoy program: AUDIOSTREAM_ENVOY=$(dev/envoy)");
        }
        return Path.of(path);
    }
}
