package io.audiostream.operator.model;

import io.audiostream.operator.api.FolderPreset;
import io.audiostream.operator.api.ModelPreset;
import java.util.Optional;

/**
 * What holds where a resource says nothing: the operator's own settings.
 *
 * @param images images of a resource that names none
 * @param mirror folder to fetch presets from, {@code http(s)://HOST/PATH} without a slash at the end; empty: from where
 *     they are published
 * @param ctranslate2 whether the CTranslate2 engine is there, for {@code engine: auto} to take
 */
public record Defaults(Images images, Optional<String> mirror, boolean ctranslate2) {

    /** Those of an operator that was told nothing. */
    public static final Defaults OF_THIS_VERSION = new Defaults(Images.OF_THIS_VERSION, Optional.empty(), true);

    /** Defaults with these images and nothing else. */
    public static Defaults of(Images images) {
        return new Defaults(images, Optional.empty(), true);
    }

    /** The same, where the CTranslate2 engine is there or is not. */
    public Defaults withCtranslate2(boolean there) {
        return new Defaults(images, mirror, there);
    }

    /** Where a preset's folder is fetched from, without a slash at the end. */
    String uri(FolderPreset preset) {
        return mirror.map(folder -> folder + "/" + preset.folderName()).orElseGet(preset::uri);
    }

    /** Where a preset's file is fetched from. */
    String uri(ModelPreset preset) {
        return mirror.map(folder -> folder + "/" + preset.fileName()).orElseGet(preset::uri);
    }
}
