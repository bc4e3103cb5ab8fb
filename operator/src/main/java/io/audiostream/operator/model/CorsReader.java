package io.audiostream.operator.model;

import io.audiostream.operator.api.CorsSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.envoy.cors}. */
final class CorsReader {
    private static final String ORIGINS = "spec.envoy.cors.allowOrigins";

    private CorsReader() {}

    static Optional<Cors> read(@Nullable CorsSpec spec) {
        if (spec == null) {
            return Optional.empty();
        }
        List<String> origins = spec.allowOrigins();
        if (origins == null || origins.isEmpty()) {
            throw new InvalidSpecException(ORIGINS, "required: write the origins of the pages, or leave cors out");
        }
        if (origins.size() > SpecLimits.MAX_ORIGINS) {
            throw new InvalidSpecException(
                    ORIGINS, origins.size() + " origins must be at most " + SpecLimits.MAX_ORIGINS);
        }
        for (var origin : origins) {
            FieldCheck.matches(ORIGINS, origin, Patterns.ORIGIN, SpecMessages.ORIGIN);
            FieldCheck.matchesNot(ORIGINS, origin, Patterns.ORIGIN_WITH_DEFAULT_PORT, SpecMessages.ORIGIN);
        }
        return Optional.of(new Cors(
                origins,
                FieldCheck.duration(
                        "spec.envoy.cors.maxAge",
                        spec.maxAge(),
                        SpecDefaults.CORS_MAX_AGE,
                        SpecLimits.MIN_CORS_MAX_AGE,
                        SpecLimits.MAX_CORS_MAX_AGE)));
    }
}
