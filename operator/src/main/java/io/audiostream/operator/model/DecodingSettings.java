package io.audiostream.operator.model;

import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.SpecLimits;
import java.util.Optional;

/**
 * How the transcriber decodes speech.
 *
 * @param engine inference engine; {@link EngineName#AUTO} selects one by the format of the model
 * @param language language code of streams that name none, or {@code auto} to detect it
 * @param threads threads that all decodes of a pod share; empty: one for each core that the pod may use
 */
public record DecodingSettings(EngineName engine, String language, Optional<Integer> threads) {

    /** @throws IllegalArgumentException with the value seen and the bounds */
    public DecodingSettings {
        threads.ifPresent(number -> Checks.inRange("threads", number, SpecLimits.MIN_THREADS, SpecLimits.MAX_THREADS));
    }
}
