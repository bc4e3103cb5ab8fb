package io.audiostream.transcriber;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads a model into the engine that reads its format.
 *
 * @param choice an engine, or {@link Choice#AUTO}
 * @param ct2Library folder of the CTranslate2 engine's library; empty if it is not installed
 */
public record EngineLoader(Choice choice, Optional<Path> ct2Library) {

    /** The values of the option {@code --engine}. */
    public enum Choice {
        /** whisper.cpp for a file, CTranslate2 for a folder. */
        AUTO("auto"),
        WHISPER_CPP("whisper.cpp"),
        CTRANSLATE2("ctranslate2");

        private final String optionValue;

        Choice(String optionValue) {
            this.optionValue = optionValue;
        }

        @Override
        public String toString() {
            return optionValue;
        }
    }

    /**
     * Loads the model. Blocks until it is loaded.
     *
     * @throws EngineException if the engine is not available on this machine, or the model has another format
     */
    SpeechEngine load(Path model, String name) {
        boolean isDirectory = Files.isDirectory(model);
        return switch (choice) {
            case AUTO -> isDirectory ? loadCTranslate2(model, name) : WhisperCppEngine.load(model, name);
            case CTRANSLATE2 -> loadCTranslate2(model, name);
            case WHISPER_CPP -> {
                if (isDirectory) {
                    throw new EngineException(model
                            + " is a folder; whisper.cpp reads a single ggml file: name that, or --engine ctranslate2");
                }
                yield WhisperCppEngine.load(model, name);
            }
        };
    }

    private SpeechEngine loadCTranslate2(Path model, String name) {
        Path library = ct2Library.orElseThrow(() -> new EngineException("the CTranslate2 engine, which reads " + model
                + ", needs its library: name its folder with --ct2-library or AUDIOSTREAM_CT2"));
        return CTranslate2Engine.load(model, name, library);
    }

    /** Returns the file that the model's checksum covers: the model itself, or {@code model.bin} in its folder. */
    static Path weights(Path model) {
        return Files.isDirectory(model) ? model.resolve("model.bin") : model;
    }
}
