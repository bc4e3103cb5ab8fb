package io.audiostream.operator.model;

import io.audiostream.operator.api.EngineName;

/**
 * How the transcriber decodes speech.
 *
 * @param engine inference engine; {@link EngineName#AUTO} selects one by the format of the model
 * @param language language code of streams that name none, or {@code auto} to detect it
 */
public record DecodingSettings(EngineName engine, String language) {}
