package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/** Inference engine of a model. */
public enum EngineName {
    /** The fastest available engine for the model. A preset with several formats comes in the format of that engine. */
    @JsonProperty("auto")
    AUTO("auto"),

    /** Reads a single file in the ggml format. */
    @JsonProperty("whisper.cpp")
    WHISPER_CPP("whisper.cpp"),

    /** Reads a folder in the format of faster-whisper; several times as fast. */
    @JsonProperty("ctranslate2")
    CTRANSLATE2("ctranslate2");

    private final String text;

    EngineName(String text) {
        this.text = text;
    }

    /** Finds an engine by its name, exactly as the resource spells it. */
    public static Optional<EngineName> named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.text.equals(name))
                .findFirst();
    }

    /** Returns the name in the resource and on the command line of the transcriber. */
    public String text() {
        return text;
    }
}
