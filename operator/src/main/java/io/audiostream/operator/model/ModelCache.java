package io.audiostream.operator.model;

import io.audiostream.commandline.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A claim that caches downloaded models.
 *
 * @param claimName name of the PersistentVolumeClaim
 * @param maxBytes size above which unused models are removed; empty: no bound
 * @param maxUnusedAge time after which an unused model is removed; empty: no bound
 */
public record ModelCache(String claimName, Optional<Long> maxBytes, Optional<Duration> maxUnusedAge) {

    /** Creates a cache without bounds. */
    public ModelCache(String claimName) {
        this(claimName, Optional.empty(), Optional.empty());
    }

    /** Returns the options of {@code fetch-model}. */
    List<String> fetchArguments() {
        var arguments = new ArrayList<String>();
        maxBytes.ifPresent(bytes -> arguments.addAll(List.of("--cache-max-size", String.valueOf(bytes))));
        maxUnusedAge.ifPresent(age -> arguments.addAll(List.of("--cache-max-unused-age", Durations.format(age))));
        return arguments;
    }
}
