package io.audiostream.transcriber;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which engine runs the model.
 *
 * @param choice an engine, or the one that reads the model's format
 * @param ct2Library the folder of the CTranslate2 engine's library, where there is one
 */
public record EngineLoader(Choice choice, Optional<Path> ct2Library) {

    /** What can be chosen. */
    public enum Choice {
        /** A file is for whisper.cpp, a folder for CTranslate2. */
        AUTO("auto"),
        WHISPER_CPP("whisper.cpp"),
        CTRANSLATE2("ctranslate2");

        private final String text;

        Choice(String text) {
            this.text = text;
        }

        /** The word on the command line. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Loads the model; blocks for as long as that takes.
     *
     * @throws EngineException when the engine can't run here, or the model is not one of its format
     */
    SpeechEngine load(Path model, String name) {
        boolean folder = Files.isDirectory(model);
        return switch (choice) {
            case AUTO -> folder ? ctranslate2(model, name) : WhisperCppEngine.load(model, name);
            case CTRANSLATE2 -> ctranslate2(model, name);
            case WHISPER_CPP -> {
                if (folder) {
                    throw new EngineException(model
                            + " is a folder; whisper.cpp reads a single ggml file: name that, or --engine ctranslate2");
                }
                yield WhisperCppEngine.load(model, name);
            }
        };
    }

    private SpeechEngine ctranslate2(Path model, String name) {
        Path library = ct2Library.orElseThrow(() -> new EngineException("the CTranslate2 engine, which reads " + model
                + ", needs its library: name its folder with --ct2-library or AUDIOSTREAM_CT2"));
        return CTranslate2Engine.load(model, name, library);
    }

    /** The file of a model that its checksum is of: the model itself, or {@code model.bin} in its folder. */
    static Path weights(Path model) {
        return Files.isDirectory(model) ? model.resolve("model.bin") : model;
    }
}
