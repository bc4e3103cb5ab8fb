package io.audiostream.transcriber.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** Paths of the real model for tests, and of the files that it needs, from environment variables. */
public final class TestModel {

    private TestModel() {}

    /** Returns the ggml file. Fails with the command that fetches it when the variable is not set. */
    public static Path ggml() {
        Path file = fromEnvironment("AUDIOSTREAM_TEST_MODEL", "the test model's file", "dev/model");
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("AUDIOSTREAM_TEST_MODEL: there is no file " + file);
        }
        return file;
    }

    /** Returns the model's folder in CTranslate2's format. */
    public static Path ct2() {
        return folder("AUDIOSTREAM_TEST_MODEL_CT2", "the test model's folder for CTranslate2", "dev/model ct2");
    }

    /** Returns the folder of the CTranslate2 engine's library. */
    public static Path ct2Library() {
        return folder("AUDIOSTREAM_CT2", "the folder of the CTranslate2 engine's library", "dev/native");
    }

    /** Returns the folder of Silero VAD. */
    public static Path silero() {
        return folder("AUDIOSTREAM_SILERO", "the folder of Silero VAD", "dev/vad");
    }

    /** Returns the program ffmpeg. */
    public static Path ffmpeg() {
        Path file = fromEnvironment("AUDIOSTREAM_FFMPEG", "the program ffmpeg", "dev/ffmpeg");
        if (!Files.isExecutable(file)) {
            throw new AssertionError("AUDIOSTREAM_FFMPEG: there is no program " + file);
        }
        return file;
    }

    private static Path folder(String variable, String what, String command) {
        Path folder = fromEnvironment(variable, what, command);
        if (!Files.isDirectory(folder)) {
            throw new AssertionError(variable + ": the folder " + folder + " does not exist");
        }
        return folder;
    }

    private static Path fromEnvironment(String variable, String what, String command) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new AssertionError(
                    "%s is not set: set it to the path of %s, which `%s` prints".formatted(variable, what, command));
        }
        return Path.of(value);
    }
}
