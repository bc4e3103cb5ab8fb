package io.audiostream.transcriber.engine;

import java.util.Set;

/**
 * Description of a loaded model.
 *
 * @param name its name in the service, such as {@code base-q8_0}
 * @param engine name and version of the engine, such as {@code CTranslate2 4.8.4}
 * @param languages codes of the languages that it supports; only {@code en} for an English-only model
 * @param exactTimes whether the times of tokens are exact to some 100 ms; otherwise they may be off by seconds
 */
public record ModelInfo(String name, String engine, Set<String> languages, boolean exactTimes) {

    public ModelInfo {
        languages = Set.copyOf(languages);
    }

    /** Returns whether the model can detect languages and translate. */
    public boolean multilingual() {
        return languages.size() > 1;
    }
}
