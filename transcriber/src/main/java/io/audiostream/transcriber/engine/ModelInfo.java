package io.audiostream.transcriber.engine;

import java.util.Set;

/**
 * What a loaded model is.
 *
 * @param name name by which the service calls it, such as {@code base-q8_0}
 * @param engine name and version of the engine that runs it
 * @param languages codes of the languages that it knows; only {@code en} for an English-only model
 */
public record ModelInfo(String name, String engine, Set<String> languages) {

    public ModelInfo {
        languages = Set.copyOf(languages);
    }

    /** Whether the model can tell languages apart and translate. */
    public boolean multilingual() {
        return languages.size() > 1;
    }
}
