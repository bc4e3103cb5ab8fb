package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/** What runs a model. */
public enum EngineName {
    /** The fastest that there is for the model's format, in a format of the fastest where a preset has several. */
    @JsonProperty("auto")
    AUTO("auto"),

    /** Reads a single file in the ggml format. */
    @JsonProperty("whisper.cpp")
    WHISPER_CPP("whisper.cpp"),

    /** Reads a folder, in faster-whisper's format; several times as fast. */
    @JsonProperty("ctranslate2")
    CTRANSLATE2("ctranslate2");

    private final String text;

    EngineName(String text) {
        this.text = text;
    }

    /** The engine of this name, exactly as the resource spells it. */
    public static Optional<EngineName> named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.text.equals(name))
                .findFirst();
    }

    /** The name in the resource, and on the transcriber's command line. */
    public String text() {
        return text;
    }
}
