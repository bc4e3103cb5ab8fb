package io.audiostream.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs that are tested lie. */
public final class Installation {

    /** The repository's top folder. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    public static final Path AUDIO = ROOT.resolve("dev/audio");

    private Installation() {}

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public static Path jar(String module) {
        return there(ROOT.resolve(module + "/target/audiostream-" + module + ".jar"), "./mvnw package");
    }

    public static Path envoy() {
        return fromEnvironment("AUDIOSTREAM_ENVOY", "dev/envoy");
    }

    public static Path model() {
        return fromEnvironment("AUDIOSTREAM_TEST_MODEL", "dev/model");
    }

    /** The same model as a folder for CTranslate2. */
    public static Path modelFolder() {
        return fromEnvironment("AUDIOSTREAM_TEST_MODEL_CT2", "dev/model ct2");
    }

    public static Path grpcurl() {
        return fromEnvironment("AUDIOSTREAM_GRPCURL", "dev/kube");
    }

    public static Path helm() {
        return there(grpcurl().resolveSibling("helm"), "dev/kube");
    }

    private static Path fromEnvironment(String variable, String script) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new AssertionError(variable + " is not set: `" + script + "` gets what it is to point to");
        }
        return there(Path.of(value), script);
    }

    private static Path there(Path file, String script) {
        if (!Files.exists(file)) {
            throw new AssertionError("there is no " + file + ": `" + script + "` makes it");
        }
        return file;
    }
}
